// reference_counts N R CAPS CAPC DESIGN CLIENT: explores the abstract machine whole and prints one
// line of figures to compare with other model checkers. Exit 2 on bad arguments, 5 when the graph
// has more states than can be numbered.

#include <charconv>
#include <cstddef>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/core.h>

#include "tests/reference/reference_run.hpp"

namespace {

std::optional<unsigned> number(std::string_view text) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    const bool in_range = value >= 1 && value <= reference::kMostRequests;
    return whole && in_range ? std::optional{value} : std::nullopt;
}

std::optional<reference::Parameters> parse(int argc, char** argv) {
    if (argc != 7) {
        return std::nullopt;
    }
    const auto limit = number(argv[1]);
    const auto requests = number(argv[2]);
    const auto server_capacity = number(argv[3]);
    const auto client_capacity = number(argv[4]);
    const auto design = reference::design_named(argv[5]);
    const auto client = reference::client_named(argv[6]);
    if (!limit || !requests || !server_capacity || !client_capacity || !design || !client) {
        return std::nullopt;
    }
    return reference::Parameters{*limit,           *requests, *server_capacity,
                                 *client_capacity, *design,   *client};
}

}  // namespace

int main(int argc, char** argv) {
    const std::optional<reference::Parameters> parameters = parse(argc, argv);
    if (!parameters) {
        std::fputs(
            "usage: reference_counts N R CAPS CAPC DESIGN CLIENT\n"
            "  N, R, CAPS, CAPC  1 to 64\n"
            "  DESIGN            none | drain | prio | block | early | lazy | defer\n"
            "  CLIENT            duplex | wfirst\n",
            stderr);
        return 2;
    }
    const reference::Figures figures = reference::run(*parameters);
    if (!figures.complete) {
        std::fputs("reference_counts: the graph is too large\n", stderr);
        return 5;
    }
    fmt::print("{}\n", reference::line(figures));
    return 0;
}
