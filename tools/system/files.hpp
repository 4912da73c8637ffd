#pragma once
// Files as the commands use them: texts read whole, outputs that appear whole or not at all.
// "-" stands for standard input or output, "embedded:/PATH" for what is part of the program
// (tools/system/embedded.hpp): it is read like a file and never written.

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "h2core/result.hpp"
#include "sim/text/input_error.hpp"

namespace sim {
struct LocatedJson;
}

namespace tools {

inline constexpr std::size_t kLargestInput = std::size_t{64} << 20U;  // bytes

// Errors: missing, a folder, unreadable, larger than kLargestInput.
h2::Result<std::string, sim::InputError> read_text(const std::string& file);

// As messages call it: "-" is "standard input".
std::string input_name(const std::string& file);

// Reads and parses. Throws Failure (exit code 2) where the file cannot be read or is not JSON.
sim::LocatedJson read_json(const std::string& file);

// An error about a file as a whole.
sim::InputError file_error(sim::ErrorCode code, const std::string& file, std::string message,
                           std::string hint = "");

// Throws Failure (exit code 2) where the folder of an output file is missing, is no folder, or
// takes no new file (one is made and removed), so that nobody waits an hour for a result that
// cannot be written. Empty and "-" are fine.
void require_folder_of(const std::string& file);

// Writes beside the file and renames, so that readers never see half of it and a failure leaves
// the old one; what is no regular file (a pipe, a device) is written as it is. Throws Failure
// (exit code 2) with path and reason.
void write_text(const std::string& file, std::string_view text);

struct FolderList {
    std::vector<std::string> files;       // *.json, sorted by path; as the folder was spelled
    std::vector<sim::InputError> errors;  // folders that cannot be read
};

// All *.json below the folder, without hidden files and folders.
FolderList list_json_files(const std::string& folder);

bool is_folder(const std::filesystem::path& path);
bool is_there(const std::string& path);  // a file, a folder or something else

}  // namespace tools
