// serve, get, race and probe of a program that was built without Asio or OpenSSL.

#include <fmt/format.h>

#include "tools/commands/commands.hpp"
#include "tools/commands/policy_keys.hpp"
#include "tools/system/failure.hpp"

namespace tools {
namespace {

[[noreturn]] void absent(const char* command) {
    throw Failure{ExitCode::invalid,
                  fmt::format("h2sim: error: this h2sim was built without {}: it needs Asio and "
                              "OpenSSL (meson option net)",
                              command)};
}

}  // namespace

std::vector<std::string_view> policy_keys() {
    return {};
}

ExitCode run_command(const CommonArguments& /*common*/, const ServeArguments& /*arguments*/) {
    absent("serve");
}

ExitCode run_command(const CommonArguments& /*common*/, const GetArguments& /*arguments*/) {
    absent("get");
}

ExitCode run_command(const CommonArguments& /*common*/, const RaceArguments& /*arguments*/) {
    absent("race");
}

ExitCode run_command(const CommonArguments&, const ProbeArguments&) {
    absent("probe");
}

}  // namespace tools
