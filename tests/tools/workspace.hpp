#pragma once
// A folder of its own for one test, gone when the test is over.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

inline std::string read_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

class Workspace {
  public:
    Workspace() {
        std::string pattern = (std::filesystem::temp_directory_path() / "h2sim-XXXXXX").string();
        REQUIRE(mkdtemp(pattern.data()) != nullptr);
        folder_ = pattern;
    }
    Workspace(const Workspace&) = delete;
    Workspace& operator=(const Workspace&) = delete;
    ~Workspace() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

    [[nodiscard]] const std::string& folder() const { return folder_; }
    [[nodiscard]] std::string path(std::string_view name) const {
        return folder_ + "/" + std::string{name};
    }

    // Writes a file, its folders too; returns its path.
    std::string write(std::string_view name, std::string_view text) const {
        const std::string file = path(name);
        std::filesystem::create_directories(std::filesystem::path{file}.parent_path());
        std::ofstream{file, std::ios::binary} << text;
        return file;
    }

    [[nodiscard]] bool has(std::string_view name) const {
        return std::filesystem::exists(path(name));
    }

    // The names in the folder itself, sorted.
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator{folder_}) {
            names.push_back(entry.path().filename().string());
        }
        std::sort(names.begin(), names.end());
        return names;
    }

  private:
    std::string folder_;
};
