// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace musicrl {

/// A new empty folder, removed with everything in it; a process that this one starts (a threadsafe death test runs its
/// test from the beginning) gets the same one, whose path is handed on in the environment.
class InheritedFolder {
public:
    InheritedFolder() {
        if (const char* parents = std::getenv(variable)) {
            path_ = parents;
            return;
        }
        std::string name = (std::filesystem::temp_directory_path() / "musicrl-test-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
        ::setenv(variable, path_.c_str(), 1);
        owned_ = true;
    }
    InheritedFolder(const InheritedFolder&) = delete;
    InheritedFolder& operator=(const InheritedFolder&) = delete;
    ~InheritedFolder() {
        if (owned_) {
            ::unsetenv(variable);
            std::error_code ignored;
            std::filesystem::remove_all(path_, ignored);
        }
    }

    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

private:
    static constexpr const char* variable = "MUSICRL_INHERITED_TEST_FOLDER";

    std::filesystem::path path_;
    bool owned_ = false;
};

}  // namespace musicrl
