// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Paths.h"

#include "support/TemporaryFolder.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

/// Sets a variable of the environment for a while.
class EnvironmentVariable {
public:
    EnvironmentVariable(const char* name, const std::string& value) : name_(name) {
        const char* old = std::getenv(name);
        before_ = old == nullptr ? "" : old;
        ::setenv(name, value.c_str(), 1);
    }
    EnvironmentVariable(const EnvironmentVariable&) = delete;
    EnvironmentVariable& operator=(const EnvironmentVariable&) = delete;
    ~EnvironmentVariable() { ::setenv(name_, before_.c_str(), 1); }

private:
    const char* name_;
    std::string before_;
};

TEST(Paths, takesTheResourcesThatTheEnvironmentNames) {
    const TemporaryFolder folder;
    const EnvironmentVariable variable("MUSICRL_RESOURCES", folder.path().string());
    EXPECT_EQ(resourcesFolder(), folder.path());
}

TEST(Paths, putsDataAndStateWhereXdgSays) {
    const EnvironmentVariable data("XDG_DATA_HOME", "/data");
    const EnvironmentVariable state("XDG_STATE_HOME", "");
    const EnvironmentVariable home("HOME", "/home/ada");
    EXPECT_EQ(userDataFolder(), "/data/musicrl");
    EXPECT_EQ(userStateFolder(), "/home/ada/.local/state/musicrl");
}

}  // namespace
}  // namespace musicrl
