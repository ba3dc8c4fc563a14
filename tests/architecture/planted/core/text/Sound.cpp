// SPDX-License-Identifier: GPL-3.0-or-later
// Planted: a second file that knows libsndfile.
  #  include <sndfile.h>
