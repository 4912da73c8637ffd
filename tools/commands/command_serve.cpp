// Makes the server's options out of the arguments: TLS from files or on the spot, the policy of a
// profile, and SETTINGS of the arguments and the policy. The connection's window is never below
// 65,535 octets, with which it begins (RFC 9113 section 6.9.2).

#include <algorithm>

#include <fmt/format.h>

#include "tools/commands/commands.hpp"
#include "tools/commands/policy_keys.hpp"
#include "tools/net/live_policy.hpp"
#include "tools/net/server.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"

namespace tools {
namespace {

constexpr std::uint32_t kSmallestConnectionWindow = 65'535;  // RFC 9113 section 6.9.2

net::TlsContext tls_context(const ServeArguments& arguments) {
    const bool files = !arguments.certificate.empty() || !arguments.key.empty();
    if (!arguments.tls && !arguments.self_signed && !files) {
        return nullptr;
    }
    if (arguments.self_signed == files) {
        refuse_arguments("TLS wants either --self-signed, or --cert and --key");
    }
    if (files && (arguments.certificate.empty() || arguments.key.empty())) {
        refuse_arguments("--cert and --key belong together");
    }
    net::TlsResult made =
        files ? net::server_tls(arguments.certificate, arguments.key) : net::self_signed_tls();
    if (!made) {
        refuse_arguments(made.error());
    }
    return std::move(*made);
}

h2::SettingList settings(const ServeArguments& arguments, const h2::Budgets& budgets) {
    using enum h2::SettingId;
    h2::SettingList list{1,
                         {{MAX_CONCURRENT_STREAMS, arguments.max_concurrent_streams},
                          {INITIAL_WINDOW_SIZE, arguments.window}}};
    if (budgets.field_list_octets != h2::kUnlimited) {
        list.values.push_back({MAX_HEADER_LIST_SIZE, budgets.field_list_octets});
    }
    return list;
}

net::ServerOptions options_of(const CommonArguments& common, const ServeArguments& arguments) {
    const auto address = net::parse_address(arguments.listen);
    if (!address) {
        refuse_arguments("--listen: " + address.error());
    }
    net::ServerOptions options;
    options.listen = *address;
    options.tls = tls_context(arguments);
    options.policy = net::live_policy(common.scenarios, arguments.profile, arguments.changes);
    options.settings = settings(arguments, options.policy.budgets);
    options.connection_window = arguments.connection_window != 0
                                    ? arguments.connection_window
                                    : std::max(arguments.window, kSmallestConnectionWindow);
    options.timeout =
        net::Milliseconds{static_cast<net::Milliseconds::rep>(arguments.timeout * 1000)};
    return options;
}

}  // namespace

std::vector<std::string_view> policy_keys() {
    return net::live_policy_keys();
}

ExitCode run_command(const CommonArguments& common, const ServeArguments& arguments) {
    net::ServerOptions options = options_of(common, arguments);
    const char* scheme = options.tls != nullptr ? "https" : "http";
    require_folder_of(arguments.trace_out);
    require_folder_of(arguments.octets_out);
    require_folder_of(arguments.pcapng_out);
    net::LiveLog log{{.verbose = arguments.verbose,
                      .quiet = common.quiet,
                      .numbered = true,
                      .trace_file = arguments.trace_out,
                      .octets_file = arguments.octets_out,
                      .pcapng_file = arguments.pcapng_out,
                      .role = h2::Role::server}};
    net::Server server{std::move(options), log};
    const std::string line =
        fmt::format("h2sim listens on {}://{}/\n", scheme, net::to_text(server.address()));
    if (arguments.trace_out == "-") {
        write_err(line);
    } else {
        write_out(line);
    }
    return server.run();
}

}  // namespace tools
