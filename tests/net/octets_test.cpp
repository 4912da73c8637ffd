// --octets-out and SSLKEYLOGFILE: what went over a connection, as `h2sim decode` reads it.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include "h2core/wire/preface.hpp"
#include "tests/net/peer.hpp"
#include "tests/net/served.hpp"
#include "tests/tools/command.hpp"

using Catch::Contains;
using command::h2sim;
using command::Result;
using command::Setting;

namespace {

std::size_t frames_in(const std::string& file, const std::string& receiver) {
    const Result result = h2sim({"decode", "--role", receiver, "--json", file});
    CAPTURE(file, result.out, result.err);
    CHECK(result.code == 0);
    return nlohmann::json::parse(result.out).at("frames").size();
}

}  // namespace

TEST_CASE("octets: both ends write the same, and decode reads it", "[net][octets]") {
    const bool tls = GENERATE(false, true);
    const Workspace workspace;
    const std::string ours = workspace.path("get");
    const std::string theirs = workspace.path("serve");
    std::vector<std::string> arguments{"--octets-out", theirs};
    if (tls) {
        arguments.emplace_back("--self-signed");
    }
    Served served{arguments};
    const Result result =
        h2sim({"get", "-k", served.url("/bytes/100000"), "--octets-out", ours, "-o", "/dev/null"});
    REQUIRE(result.code == 0);
    CHECK(served.stop() == 0);

    const std::string client = read_file(ours + ".1.client");
    CHECK(client.starts_with(h2::kClientPreface));
    CHECK(read_file(theirs + ".1.client") == client);
    const std::string server = read_file(ours + ".1.server");
    CHECK(server.size() > 100'000);
    CHECK(read_file(theirs + ".1.server").starts_with(server));
    CHECK(frames_in(ours + ".1.client", "server") >= 4);
    CHECK(frames_in(ours + ".1.server", "client") >= 10);
}

TEST_CASE("octets: connections are numbered", "[net][octets]") {
    const Workspace workspace;
    const std::string base = workspace.path("octets");
    Served served{{"--octets-out", base}};
    for (int i = 0; i < 2; ++i) {
        REQUIRE(h2sim({"get", served.url()}).code == 0);
    }
    CHECK(served.stop() == 0);
    CHECK(read_file(base + ".2.client") == read_file(base + ".1.client"));
    CHECK(read_file(base + ".2.server").size() > 9);
}

TEST_CASE("octets: a file that cannot be written", "[net][octets]") {
    const Result folder = h2sim({"get", "http://127.0.0.1:1/", "--octets-out", "/no/such/octets"});
    CHECK(folder.code == 2);
    CHECK_THAT(folder.err, Contains("/no/such"));

    const Served served;
    const Workspace workspace;
    const std::string base = workspace.path("octets");
    REQUIRE(mkdir((base + ".1.server").c_str(), 0700) == 0);
    const Result taken = h2sim({"get", served.url(), "--octets-out", base});
    CHECK(taken.code == 0);
    CHECK(taken.out == "h2sim is listening\n");
    CHECK(taken.err == "h2sim: no more octets are kept, " + base +
                           ".1.server cannot be written: Is a directory\n");
}

TEST_CASE("octets: SSLKEYLOGFILE gets the secrets of both ends", "[net][octets][tls]") {
    const Served served{{"--self-signed"}};
    const Workspace workspace;
    Setting setting;
    setting.environment = {{"SSLKEYLOGFILE", workspace.path("keys")}};
    REQUIRE(h2sim({"get", "-k", served.url()}, setting).code == 0);
    const std::string keys = read_file(workspace.path("keys"));
    CHECK_THAT(keys, Contains("CLIENT_TRAFFIC_SECRET_0 ") && Contains("SERVER_TRAFFIC_SECRET_0 "));
    struct stat status{};
    REQUIRE(stat(workspace.path("keys").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);

    setting.environment = {{"SSLKEYLOGFILE", "/no/such/folder/keys"}};
    const Result result = h2sim({"get", "-k", served.url()}, setting);
    CHECK(result.code == 0);
    CHECK(result.err ==
          "h2sim: SSLKEYLOGFILE: cannot write /no/such/folder/keys: No such file or directory\n");
}
