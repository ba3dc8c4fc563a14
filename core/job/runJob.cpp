// SPDX-License-Identifier: GPL-3.0-or-later
#include "job/runJob.h"

#include <exception>
#include <new>

namespace musicrl {

JobOutcome runJob(const Job& job, const JobContext& context) noexcept {
    try {
        job(context);
        return {context.stopRequested() ? JobEnding::Stopped : JobEnding::Succeeded, ErrorKind::Internal, {}};
    } catch (const JobStopped&) {
        return {JobEnding::Stopped, ErrorKind::Internal, {}};
    } catch (const Error& error) {
        return {JobEnding::Failed, error.kind(), error.what()};
    } catch (const std::bad_alloc&) {
        return {JobEnding::Failed, ErrorKind::OutOfMemory, "The machine has no memory left for this: use a smaller batch or shorter clips."};
    } catch (const std::exception& error) {
        return {JobEnding::Failed, ErrorKind::Internal, std::string("An internal fault: ") + error.what()};
    } catch (...) {
        return {JobEnding::Failed, ErrorKind::Internal, "An internal fault of unknown kind."};
    }
}

}  // namespace musicrl
