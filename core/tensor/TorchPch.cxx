// SPDX-License-Identifier: GPL-3.0-or-later
// Gives the shared precompiled LibTorch header a target to live in.
