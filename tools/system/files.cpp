// Writes a new file in the folder of the old one, gives it the old one's permissions and renames
// it; a symbolic link is followed first and stays one. The size of input is checked while it is
// read, since a pipe tells none in advance.

#include "tools/system/files.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sim/text/located_json.hpp"
#include "sim/text/printable.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/embedded.hpp"
#include "tools/system/failure.hpp"

namespace tools {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestPath = 400;  // characters shown

// Closes what it was given, once.
class Descriptor {
  public:
    explicit Descriptor(int number) : number_{number} {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { [[maybe_unused]] const std::error_code ignored = close_now(); }

    [[nodiscard]] int get() const { return number_; }
    std::error_code close_now() {
        const int number = number_;
        number_ = -1;
        if (number < 0 || close(number) == 0) {
            return {};
        }
        return last_error();
    }

  private:
    int number_;
};

[[noreturn]] void cannot_write(const std::string& file, const std::string& reason) {
    throw Failure{ExitCode::invalid, fmt::format("h2sim: error: {}: cannot be written: {}",
                                                 sim::printable(file, kLongestPath), reason)};
}

std::error_code read_file(const std::string& file, std::string& text) {
    if (is_embedded(file)) {
        const std::optional<std::string_view> found = embedded_text(file);
        text = found.value_or("");
        return found ? std::error_code{}
               : is_embedded_folder(file)
                   ? std::make_error_code(std::errc::is_a_directory)
                   : std::make_error_code(std::errc::no_such_file_or_directory);
    }
    if (file == "-") {
        return read_all(STDIN_FILENO, kLargestInput, text);
    }
    const Descriptor input{open(file.c_str(), O_RDONLY | O_CLOEXEC)};
    if (input.get() < 0) {
        return last_error();
    }
    struct stat status{};
    if (fstat(input.get(), &status) == 0 && S_ISREG(status.st_mode) &&
        static_cast<std::uintmax_t>(status.st_size) > kLargestInput) {
        return std::make_error_code(std::errc::file_too_large);
    }
    return read_all(input.get(), kLargestInput, text);
}

fs::path folder_of(const fs::path& file) {
    return file.has_parent_path() ? file.parent_path() : fs::path{"."};
}

// The file a path leads to in the end, so that a symbolic link stays one.
fs::path followed(const fs::path& file) {
    std::error_code error;
    const fs::path target = fs::canonical(file, error);
    return error ? file : target;
}

// A new file next to the target, with a name nobody has.
int open_beside(const fs::path& target, std::string& name) {
    for (int attempt = 0; attempt < 100; ++attempt) {
        name = (folder_of(target) /
                fmt::format(".{}.{}.{}.tmp", target.filename().string(), getpid(), attempt))
                   .string();
        const int opened = open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (opened >= 0 || errno != EEXIST) {
            return opened;
        }
    }
    return -1;
}

std::error_code write_and_close(Descriptor& output, std::string_view text) {
    const std::error_code written = write_all(output.get(), text);
    const std::error_code closed = output.close_now();
    return written ? written : closed;
}

std::error_code write_directly(const std::string& file, std::string_view text) {
    Descriptor output{open(file.c_str(), O_WRONLY | O_CLOEXEC)};
    return output.get() < 0 ? last_error() : write_and_close(output, text);
}

std::error_code replace(const fs::path& target, std::string_view text) {
    std::string beside;
    Descriptor output{open_beside(target, beside)};
    if (output.get() < 0) {
        return last_error();
    }
    struct stat old{};
    if (stat(target.c_str(), &old) == 0) {
        fchmod(output.get(), old.st_mode & 07777U);
    }
    std::error_code error = write_and_close(output, text);
    if (!error && rename(beside.c_str(), target.c_str()) != 0) {
        error = last_error();
    }
    if (error) {
        unlink(beside.c_str());
    }
    return error;
}

FolderList list_embedded_files(const std::string& folder) {
    FolderList list;
    const std::string begin = (fs::path{folder} / "").generic_string();  // ends in '/'
    for (const EmbeddedFile& file : embedded_files()) {
        const std::string name = fmt::format("{}/{}", kEmbeddedFolder, file.path);
        if (name.starts_with(begin)) {
            list.files.push_back(name);
        }
    }
    return list;
}

// A device or a pipe, which is written where it is.
bool is_special(const std::string& file) {
    std::error_code error;
    const fs::file_status status = fs::status(file, error);
    return fs::exists(status) && !fs::is_regular_file(status);
}

void require_place_of(const std::string& file) {
    const fs::path folder = folder_of(file);
    if (is_embedded(file)) {
        cannot_write(file, "it is a part of h2sim");
    }
    if (is_folder(file)) {
        cannot_write(file, "it is a folder");
    }
    if (!is_folder(folder)) {
        cannot_write(file, fmt::format("there is no folder {}",
                                       sim::printable(folder.string(), kLongestPath)));
    }
}

bool is_hidden(const fs::path& path) {
    return path.filename().string().starts_with('.');
}

}  // namespace

std::string input_name(const std::string& file) {
    return file == "-" ? "standard input" : file;
}

sim::LocatedJson read_json(const std::string& file) {
    const auto text = read_text(file);
    if (!text) {
        throw Failure{ExitCode::invalid, sim::to_text(text.error())};
    }
    auto document = sim::parse_located_json(*text, input_name(file));
    if (!document) {
        throw Failure{ExitCode::invalid, sim::to_text(document.error())};
    }
    return std::move(*document);
}

sim::InputError file_error(sim::ErrorCode code, const std::string& file, std::string message,
                           std::string hint) {
    sim::InputError error;
    error.code = code;
    error.file = input_name(file);
    error.message = std::move(message);
    error.hint = std::move(hint);
    return error;
}

h2::Result<std::string, sim::InputError> read_text(const std::string& file) {
    std::string text;
    const std::error_code error = read_file(file, text);
    if (!error) {
        return text;
    }
    if (error == std::errc::file_too_large) {
        return file_error(sim::ErrorCode::unreadable, file,
                          fmt::format("larger than {} MiB", kLargestInput >> 20U),
                          "scenarios, profiles and traces are small: is it the right file?");
    }
    return file_error(sim::ErrorCode::unreadable, file,
                      fmt::format("cannot be read: {}", error.message()));
}

bool is_folder(const fs::path& path) {
    std::error_code error;
    return is_embedded(path.string()) ? is_embedded_folder(path.string())
                                      : fs::is_directory(path, error);
}

bool is_there(const std::string& path) {
    std::error_code error;
    return is_embedded(path) ? embedded_text(path) || is_embedded_folder(path)
                             : fs::exists(path, error);
}

void require_folder_of(const std::string& file) {
    if (file.empty() || file == "-") {
        return;
    }
    require_place_of(file);
    if (is_special(file)) {
        return;
    }
    std::string beside;
    const Descriptor output{open_beside(followed(file), beside)};
    if (output.get() < 0) {
        cannot_write(file, last_error().message());
    }
    unlink(beside.c_str());
}

void write_text(const std::string& file, std::string_view text) {
    if (file == "-") {
        return write_out(text);
    }
    require_place_of(file);
    const std::error_code error =
        is_special(file) ? write_directly(file, text) : replace(followed(file), text);
    if (error) {
        cannot_write(file, error.message());
    }
}

FolderList list_json_files(const std::string& folder) {
    if (is_embedded(folder)) {
        return list_embedded_files(folder);
    }
    FolderList list;
    std::error_code error;
    auto entry = fs::recursive_directory_iterator{folder, error};
    while (!error && entry != fs::recursive_directory_iterator{}) {
        std::error_code ignored;
        if (is_hidden(entry->path())) {
            entry.disable_recursion_pending();
        } else if (entry->path().extension() == ".json" && !entry->is_directory(ignored)) {
            list.files.push_back(entry->path().generic_string());
        }
        entry.increment(error);
    }
    if (error) {
        list.errors.push_back(file_error(sim::ErrorCode::unreadable, folder,
                                         fmt::format("cannot be read: {}", error.message())));
    }
    std::sort(list.files.begin(), list.files.end());
    return list;
}

}  // namespace tools
