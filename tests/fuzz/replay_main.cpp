// Runs a fuzz target over files: each argument is one, or a folder of them. Without libFuzzer this
// keeps the seeds, and every input that has ever shown a mistake, as a test.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "tests/fuzz/fuzz.hpp"

namespace {

std::vector<std::filesystem::path> files_of(const std::filesystem::path& argument) {
    if (!std::filesystem::is_directory(argument)) {
        return {argument};
    }
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{argument}) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

bool run(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    const std::vector<char> content{std::istreambuf_iterator<char>{file}, {}};
    if (!file) {
        std::fprintf(stderr, "%s: cannot be read\n", path.c_str());
        return false;
    }
    std::fprintf(stderr, "%s\n", path.c_str());  // the last one named is the one that fails
    (void)LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(content.data()),
                                 content.size());
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    std::size_t count = 0;
    for (int i = 1; i < argc; ++i) {
        for (const std::filesystem::path& file : files_of(argv[i])) {
            if (!run(file)) {
                return 2;
            }
            ++count;
        }
    }
    std::printf("%zu inputs\n", count);
    return count == 0 ? 1 : 0;  // nothing to run over is a mistake, not a pass
}
