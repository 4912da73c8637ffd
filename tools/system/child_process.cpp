// posix_spawn, and files without a name for what the child writes.

#include "tools/system/child_process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <string_view>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX has it in no header

namespace tools {
namespace {

constexpr std::size_t kMostSaid = 2'000;  // octets

std::vector<std::string> environment_with(
    const std::vector<std::pair<std::string, std::string>>& set) {
    std::vector<std::string> all;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        const auto is_set = [&](const auto& each) {
            return text.starts_with(each.first) && text.substr(each.first.size()).starts_with('=');
        };
        if (std::ranges::none_of(set, is_set)) {
            all.emplace_back(text);
        }
    }
    for (const auto& [name, value] : set) {
        all.push_back(name);
        all.back().append("=").append(value);
    }
    return all;
}

int exit_code_of(pid_t child) {
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) {
            return -1;
        }
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (std::string& text : texts) {
        pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

std::string end_of_file(int descriptor, std::size_t most) {
    const off_t size = lseek(descriptor, 0, SEEK_END);
    std::string text(std::min(most, static_cast<std::size_t>(std::max<off_t>(0, size))), '\0');
    const ssize_t count =
        pread(descriptor, text.data(), text.size(), size - static_cast<off_t>(text.size()));
    text.resize(static_cast<std::size_t>(std::max<ssize_t>(0, count)));
    return text;
}

OwnedDescriptor temporary_file() {
    const char* const folder = std::getenv("TMPDIR");  // NOLINT(concurrency-mt-unsafe)
    std::string name =
        std::string{folder != nullptr && *folder != '\0' ? folder : "/tmp"} + "/h2sim-XXXXXX";
    OwnedDescriptor file{mkostemp(name.data(), O_CLOEXEC)};
    if (file.get() >= 0) {
        unlink(name.c_str());
    }
    return file;
}

ChildEnd run_child(const std::vector<std::string>& arguments,
                   const std::vector<std::pair<std::string, std::string>>& environment,
                   int output) {
    std::vector<std::string> own = arguments;
    std::vector<std::string> set = environment_with(environment);
    const OwnedDescriptor errors = temporary_file();
    posix_spawn_file_actions_t actions{};
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    if (errors.get() >= 0) {
        posix_spawn_file_actions_adddup2(&actions, errors.get(), STDERR_FILENO);
    }
    pid_t child = 0;
    const int error = posix_spawnp(&child, own.front().c_str(), &actions, nullptr,
                                   pointers_to(own).data(), pointers_to(set).data());
    posix_spawn_file_actions_destroy(&actions);
    ChildEnd end;
    if (error != 0) {
        end.is_missing = error == ENOENT;
        return end;
    }
    end.code = exit_code_of(child);
    if (errors.get() >= 0) {
        end.said = end_of_file(errors.get(), kMostSaid);
    }
    return end;
}

}  // namespace tools
