// Command lines of serve and get that are wrong: exit code 2 and what would be right.

#include <catch2/catch.hpp>
#include <unistd.h>

#include "tests/net/served.hpp"
#include "tests/support/places.hpp"
#include "tests/tools/command.hpp"

using Catch::Contains;
using command::h2sim;

namespace {

std::string refused(const std::vector<std::string>& arguments) {
    const command::Result result = h2sim(arguments);
    CAPTURE(arguments, result.err);
    CHECK(result.code == 2);
    CHECK(result.out.empty());
    return result.err;
}

}  // namespace

TEST_CASE("usage: serve", "[net][usage]") {
    CHECK_THAT(refused({"serve", "--listen", "8080"}),
               Contains("--listen: \"8080\" is no HOST:PORT, such as 127.0.0.1:8080"));
    CHECK_THAT(refused({"serve", "--set", "over_limit"}), Contains("expected KEY=VALUE"));
    CHECK_THAT(refused({"serve", "--set", "over_limits=goaway_protocol_error"}),
               Contains("did you mean \"over_limit\"?"));
    CHECK_THAT(refused({"serve", "--set", "over_limit=nonsense"}), Contains("rst_refused_stream"));
    CHECK_THAT(refused({"serve", "--set", "loop=split"}),
               Contains("a live server has no \"loop\""));
    CHECK_THAT(refused({"serve", "--set", "budgets.fields=many"}),
               Contains("a number from 0 to 4294967295, or unlimited"));
    CHECK_THAT(refused({"serve", "--set", "budgets.field=1"}),
               Contains("did you mean \"budgets.fields\"?"));
    CHECK_THAT(refused({"serve", "--profile", "no-such-stack", "--scenarios",
                        source_root() + "/scenarios"}),
               Contains("no-such-stack"));
    CHECK_THAT(refused({"serve", "--timeout", "-1"}), Contains("--timeout"));
    CHECK_THAT(refused({"serve", "--window", "2147483648"}), Contains("--window"));
    CHECK_THAT(refused({"serve", "here"}), Contains("here"));
}

TEST_CASE("usage: an address that cannot be listened on", "[net][usage]") {
    const Served served;
    const std::string taken = "127.0.0.1:" + std::to_string(served.port());
    CHECK_THAT(refused({"serve", "--listen", taken}),
               Contains("cannot listen on " + taken + ": address already in use\n"));
    CHECK_THAT(refused({"serve", "--listen", "192.0.2.1:0"}), Contains("cannot listen on "));
    CHECK_THAT(refused({"serve", "--listen", "no.such.host.invalid:0"}),
               Contains("cannot listen on no.such.host.invalid:0: "));
    if (geteuid() != 0) {
        CHECK_THAT(refused({"serve", "--listen", "127.0.0.1:1"}), Contains("permission denied"));
    } else {
        WARN("the superuser may listen on any port");
    }
}

TEST_CASE("usage: get", "[net][usage]") {
    CHECK_THAT(refused({"get"}), Contains("urls is required"));
    CHECK_THAT(refused({"get", "localhost"}), Contains("begins with http:// or https://"));
    CHECK_THAT(refused({"get", "ftp://localhost/"}), Contains("begins with http:// or https://"));
    CHECK_THAT(refused({"get", "http://user@localhost/"}), Contains("user names"));
    CHECK_THAT(refused({"get", "http://localhost:99999/"}), Contains("expected a host"));
    CHECK_THAT(refused({"get", "http://h/", "-H", "no colon"}), Contains("expected NAME: VALUE"));
    CHECK_THAT(refused({"get", "http://h/", "-H", "connection: close"}),
               Contains("cannot have this field"));
    CHECK_THAT(refused({"get", "http://h/", "-H", "bad name: x"}),
               Contains("cannot have this field"));
    CHECK_THAT(refused({"get", "http://h/", "-H", "x: a\nb"}), Contains("cannot have this field"));
    CHECK_THAT(refused({"get", "http://h/", "-X", "GE T"}), Contains("no method"));
    CHECK_THAT(refused({"get", "http://h/", "-X", "CONNECT"}), Contains("no method"));
    CHECK_THAT(refused({"get", "http://h/", "--data", "@/no/such/file"}),
               Contains("/no/such/file"));
    CHECK_THAT(refused({"get", "http://h/", "-n", "0"}), Contains("--count"));
    CHECK_THAT(refused({"get", "http://127.0.0.1:1/", "-o", "/no/such/folder/x"}),
               Contains("/no/such/folder"));
}

TEST_CASE("usage: help names the paths and the exit codes", "[net][usage]") {
    CHECK_THAT(h2sim({"serve", "--help"}).out, Contains("/slow-sink?bytes=&delay="));
    CHECK_THAT(h2sim({"get", "--help"}).out, Contains("Exit codes: 6 no connection"));
}
