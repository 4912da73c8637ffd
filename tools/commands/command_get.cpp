// Makes requests of the URLs and lets the client send them. Then it tells each reason for a failure
// once, however many requests met it.

#include <algorithm>
#include <array>
#include <chrono>
#include <deque>
#include <map>

#include <fmt/format.h>
#include <unistd.h>

#include "sim/text/printable.hpp"
#include "tools/commands/commands.hpp"
#include "tools/net/client.hpp"
#include "tools/net/request_fields.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"
#include "tools/system/wording.hpp"

namespace tools {
namespace {

using net::RequestSpec;
using net::Transfer;

std::string content_of(const GetArguments& arguments) {
    if (!arguments.data.starts_with('@')) {
        return arguments.data;
    }
    auto text = read_text(arguments.data.substr(1));
    if (!text) {
        throw Failure{ExitCode::invalid, sim::to_text(text.error())};
    }
    return std::move(*text);
}

void check_method(const std::string& method) {
    constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";  // RFC 9110 section 5.6.2
    const bool token =
        !method.empty() && std::all_of(method.begin(), method.end(), [&](char letter) {
            return (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') ||
                   (letter >= 'a' && letter <= 'z') || kOthers.find(letter) != kOthers.npos;
        });
    if (!token || method == "CONNECT") {
        refuse_arguments(
            fmt::format("--method: {} is no method that get can send", sim::in_quotes(method)));
    }
}

RequestSpec request_for(const std::string& given, const GetArguments& arguments,
                        const std::vector<net::HeaderField>& headers, const std::string& content) {
    auto url = net::parse_url(given);
    if (!url) {
        refuse_arguments(url.error());
    }
    const std::string method = !arguments.method.empty() ? arguments.method
                               : arguments.has_data      ? "POST"
                                                         : "GET";
    check_method(method);
    auto fields = net::request_fields(
        *url, method, arguments.has_data ? std::to_string(content.size()) : "", headers);
    return {given, std::move(*url), std::move(fields)};
}

// One line for each reason, however many requests met it.
void tell_troubles(const std::vector<Transfer>& transfers) {
    std::map<std::string, std::pair<const Transfer*, std::uint64_t>> reasons;
    for (const Transfer& transfer : transfers) {
        if (!transfer.trouble.empty()) {
            auto& [first, count] = reasons[transfer.trouble];
            first = first == nullptr ? &transfer : first;
            ++count;
        }
    }
    for (const auto& [trouble, met] : reasons) {
        const std::string others =
            met.second == 1 ? "" : fmt::format(" and {}", counted(met.second - 1, "other request"));
        write_err(fmt::format("h2sim: {}{}: {}\n", sim::printable(met.first->request->shown, 200),
                              others, trouble));
    }
}

std::string summary(const std::vector<Transfer>& transfers, double seconds) {
    std::map<std::uint16_t, std::uint64_t> by_status;
    std::uint64_t octets = 0;
    std::uint64_t failed = 0;
    for (const Transfer& transfer : transfers) {
        octets += transfer.octets;
        if (transfer.trouble.empty()) {
            ++by_status[transfer.status];
        } else {
            ++failed;
        }
    }
    std::string statuses;
    for (const auto& [status, count] : by_status) {
        statuses += fmt::format("; status {}: {}", status, grouped(count));
    }
    return fmt::format("{} in {:.3f} s, {} failed{}; {} octets of content\n",
                       counted(transfers.size(), "request"), seconds, grouped(failed), statuses,
                       grouped(octets));
}

net::ClientOptions options_of(const GetArguments& arguments, std::string content) {
    net::TlsResult tls = net::client_tls(arguments.ca_file, arguments.insecure);
    if (!tls) {
        refuse_arguments(tls.error());
    }
    net::ClientOptions options;
    options.tls = std::move(*tls);
    options.window = arguments.window;
    options.max_streams = arguments.max_streams;
    options.timeout =
        net::Milliseconds{static_cast<net::Milliseconds::rep>(arguments.timeout * 1000)};
    options.content = std::move(content);
    options.has_content = arguments.has_data;
    options.fail_on_status = arguments.fail;
    return options;
}

ExitCode code_of_all(const std::vector<Transfer>& transfers, ExitCode code) {
    for (const Transfer& transfer : transfers) {
        code = worst(code, transfer.code);
    }
    return code;
}

}  // namespace

ExitCode run_command(const CommonArguments& common, const GetArguments& arguments) {
    std::string content = content_of(arguments);
    std::vector<net::HeaderField> headers;
    headers.reserve(arguments.headers.size());
    for (const std::string& header : arguments.headers) {
        headers.push_back(net::parse_header(header));
    }
    std::vector<RequestSpec> requests;
    requests.reserve(arguments.urls.size());
    for (const std::string& url : arguments.urls) {
        requests.push_back(request_for(url, arguments, headers, content));
    }
    std::vector<Transfer> transfers(requests.size() * arguments.count);
    for (std::size_t i = 0; i < transfers.size(); ++i) {
        transfers[i].request = &requests[i / arguments.count];
    }
    const bool counts = arguments.count > 1;
    require_folder_of(arguments.output);
    require_folder_of(arguments.trace_out);
    require_folder_of(arguments.octets_out);
    require_folder_of(arguments.pcapng_out);
    net::LiveLog log{{.verbose = arguments.verbose,
                      .quiet = common.quiet,
                      .numbered = requests.size() > 1,
                      .trace_file = arguments.trace_out,
                      .octets_file = arguments.octets_out,
                      .pcapng_file = arguments.pcapng_out,
                      .role = h2::Role::client}};
    net::ContentWriter writer{arguments.output, counts && arguments.output.empty(), transfers};
    net::Client client{options_of(arguments, std::move(content)), transfers, writer, log};
    const auto begin = std::chrono::steady_clock::now();
    const ExitCode ended = client.run();
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
    if (ended == ExitCode::interrupted || ended == ExitCode::terminated) {
        return ended;
    }
    tell_troubles(transfers);
    if (counts && !common.quiet) {
        write_out(summary(transfers, elapsed.count()));
    }
    return code_of_all(transfers, ended);
}

}  // namespace tools
