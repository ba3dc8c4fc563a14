// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace musicrl {

/// Makes OpenMP's threads sleep while they wait for work, instead of turning in circles: with other programs on the same
/// cores, circling made generating and training 20 to 70 times slower. Before any thread is started.
///
/// OpenMP reads its settings before main(), so the program starts itself once more with OMP_WAIT_POLICY=passive. Does
/// nothing where that or GOMP_SPINCOUNT is set already.
void letIdleThreadsSleep(char** argv);

}  // namespace musicrl
