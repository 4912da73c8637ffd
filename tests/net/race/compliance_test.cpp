// The client of race keeps every rule: what it sends in every mode is held against a witness of the
// whole connection, which is not the one that race itself asks.

#include <filesystem>

#include "tests/net/race/raced.hpp"

namespace {

// Of all connections: files FILE.N.client and FILE.N.server.
int judge(const std::string& prefix) {
    int connections = 0;
    while (std::filesystem::exists(prefix + "." + std::to_string(connections + 1) + ".client")) {
        const std::string each = prefix + "." + std::to_string(++connections);
        const command::Result decoded = command::h2sim(
            {"decode", "--json", "--client", each + ".client", "--server", each + ".server"});
        CAPTURE(each);
        REQUIRE(nlohmann::json::accept(decoded.out));
        const auto document = nlohmann::json::parse(decoded.out);
        CHECK(document.at("exchange").size() > 4);  // SETTINGS, PING and their ACKs at least
        for (const nlohmann::json& frame : document.at("exchange")) {
            if (!frame.contains("findings")) {
                continue;
            }
            for (const nlohmann::json& finding : frame["findings"]) {
                CAPTURE(frame, finding);
                CHECK(finding["who"] == "server");
            }
        }
    }
    return connections;
}

}  // namespace

TEST_CASE("race: every frame of every other race is legal", "[net][race][rows]") {
    Served served = threaded_server({"--design", "fixed", "--limit", "5", "--requests", "20"});
    const std::string prefix = served.workspace().path("octets");
    const auto [code, report] =
        raced({served.url("/early/5"), served.url("/bytes/60000"), "--race",
               "flow-control,early-response,goaway-crossing,late-frames", "--max-cycles", "16",
               "--patience", "0.3", "--octets-out", prefix});
    CHECK(code == 0);
    CHECK(report["client_proven"] == true);
    CHECK(report["own_faults"].empty());
    CHECK(judge(prefix) == report["connections"]);
}

TEST_CASE("race: every frame of every mode is legal", "[net][race]") {
    const std::string design = GENERATE("before", "fixed");
    CAPTURE(design);
    Served served = threaded_server({"--design", design, "--limit", "5", "--hold", "4000"});
    const std::string prefix = served.workspace().path("octets");
    const auto [code, report] =
        raced({served.url("/bytes/4096"), served.url("/empty"), served.url("/trailers/5000"),
               "--max-cycles", "30", "--octets-out", prefix});
    CHECK(code == (design == "before" ? 1 : 0));
    CHECK(report["client_proven"] == true);
    CHECK(judge(prefix) == report["connections"]);
}
