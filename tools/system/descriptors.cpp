// A call that a signal broke off is made again, but a read not after Ctrl-C or SIGTERM. In place of
// a descriptor that is closed /dev/null is opened for reading only, so that writing to it is an
// error.

#include "tools/system/descriptors.hpp"

#include <array>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "tools/system/failure.hpp"
#include "tools/system/interrupt.hpp"

namespace tools {
namespace {

bool is_open(int descriptor) {
    return fcntl(descriptor, F_GETFD) != -1 || errno != EBADF;
}

}  // namespace

void prepare_standard_descriptors() {
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (!is_open(descriptor)) {
            // The lowest free number, that is this one; read-only, so that writing is an error.
            const int opened = open("/dev/null", O_RDONLY);
            static_cast<void>(opened);
        }
    }
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
}

std::error_code last_error() {
    return {errno, std::generic_category()};
}

std::error_code write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = write(descriptor, text.data(), text.size());
        if (written < 0) {
            if (errno != EINTR) {
                return last_error();
            }
            continue;
        }
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

std::error_code read_all(int descriptor, std::size_t limit, std::string& text) {
    std::array<char, 65'536> block{};
    while (true) {
        const ssize_t got = read(descriptor, block.data(), block.size());
        if (got == 0) {
            return {};
        }
        if (got < 0) {
            if (errno != EINTR || interrupted_by() != 0) {
                return last_error();
            }
            continue;
        }
        text.append(block.data(), static_cast<std::size_t>(got));
        if (text.size() > limit) {
            return std::make_error_code(std::errc::file_too_large);
        }
    }
}

void require_reader(const std::error_code& error) {
    if (error == std::errc::broken_pipe) {
        throw Failure{ExitCode::unread, ""};
    }
}

void write_out(std::string_view text) {
    if (const std::error_code error = write_all(STDOUT_FILENO, text)) {
        require_reader(error);
        throw Failure{
            ExitCode::invalid,
            fmt::format("h2sim: error: cannot write to standard output: {}", error.message())};
    }
}

void write_err(std::string_view text) {
    [[maybe_unused]] const std::error_code ignored = write_all(STDERR_FILENO, text);
}

}  // namespace tools
