// Each race that is not about slots, against a server that loses it and one that does not.

#include "tests/net/race/raced.hpp"

namespace {

struct RowCase {
    std::string race;
    std::string path;
    std::vector<std::string> both;   // options of the server
    std::vector<std::string> wrong;  // … of one that loses
    std::string code;
    std::string frame;
    std::string section;
};

const std::vector<RowCase>& row_cases() {
    static const std::vector<RowCase> kCases{
        {"flow-control",
         "/bytes/8192",
         {},
         {"--debit", "completion", "--hold", "2000"},
         "FLOW_CONTROL_ERROR",
         "GOAWAY",
         "6.9.1"},
        {"early-response",
         "/early/8192",
         {"--limit", "4"},
         {"--design", "before", "--hold", "2000"},
         "PROTOCOL_ERROR",
         "RST_STREAM",
         "5.1.2"},
        {"goaway-crossing",
         "/bytes/5",
         {"--requests", "3"},
         {"--after-goaway", "idle-stream-error"},
         "PROTOCOL_ERROR",
         "GOAWAY",
         "6.8"},
        {"late-frames", "/early/5", {}, {"--reset-memory", "0"}, "STREAM_CLOSED", "GOAWAY", "5.1"},
    };
    return kCases;
}

std::pair<int, nlohmann::json> raced_row(const RowCase& row, bool wrong) {
    std::vector<std::string> options = row.both;
    if (wrong) {
        options.insert(options.end(), row.wrong.begin(), row.wrong.end());
    } else {
        options.insert(options.end(), {"--design", "fixed"});
    }
    Served served = threaded_server(options);
    return raced({served.url(row.path), "--race", row.race, "--max-cycles", "40", "--connections",
                  "2", "--max-time", "10"});
}

}  // namespace

TEST_CASE("race: a server that loses another race is accused of it, with its section",
          "[net][race][rows]") {
    const RowCase row = GENERATE(from_range(row_cases()));
    const auto [code, report] = raced_row(row, /*wrong=*/true);
    CAPTURE(row.race, report.dump(1));
    CHECK(code == 1);
    CHECK(report["verdict"] == "server-wrong");
    CHECK(report["client_proven"] == true);
    CHECK(report["own_faults"].empty());
    CHECK(report["designs"].is_null());
    REQUIRE(report["cells"].size() == 1);
    const nlohmann::json& cell = report["cells"][0];
    CHECK(cell["race"] == row.race);
    CHECK(cell["refused"] > 0);
    CHECK(cell["refused"] <= cell["opened"]);
    CHECK(cell["low"] < cell["rate"]);
    const nlohmann::json& found = report["case"];
    CHECK(found["frame"] == row.frame);
    CHECK(found["code"] == row.code);
    CHECK(found["frames"].size() >= 3);
    CHECK(report["sentence"].get<std::string>().find("section " + row.section) !=
          std::string::npos);
}

TEST_CASE("race: a server that wins another race is not accused", "[net][race][rows]") {
    const RowCase row = GENERATE(from_range(row_cases()));
    const auto [code, report] = raced_row(row, /*wrong=*/false);
    CAPTURE(row.race, report.dump(1));
    CHECK(code == 0);
    CHECK(report["verdict"] == "not-seen");
    CHECK(report["client_proven"] == true);
    CHECK(report["case"].is_null());
    REQUIRE(report["cells"].size() == 1);
    const nlohmann::json& cell = report["cells"][0];
    CHECK(cell["refused"] == 0);
    CHECK(cell["unproven"] == 0);
    CHECK(cell["opened"] > 0);
    CHECK(cell["streams"] == 40);
    CHECK(cell["trouble"].is_null());
    CHECK(report["other_rules"].empty());
}

TEST_CASE("race: what a race needs and is not there is said, and nobody is accused",
          "[net][race][rows]") {
    Served served = threaded_server({});
    const auto [code, report] =
        raced({served.url("/bytes/5"), "--race", "goaway-crossing,early-response", "--max-cycles",
               "16", "--patience", "0.2"});
    CHECK(code == 5);
    CHECK(report["verdict"] == "cannot-show");
    CHECK(report["cells"][0]["trouble"] ==
          "not shown by 16 requests: it needs a server that ends connections after so many "
          "requests");
    CHECK(report["cells"][1]["trouble"] == "no response before the request ends");
}

TEST_CASE("race: rows are listed, selected by name, and no other name is taken",
          "[net][race][rows]") {
    const command::Result list = command::h2sim({"race", "--race", "list"});
    CHECK(list.code == 0);
    for (const char* name :
         {"slot", "reset", "flow-control", "early-response", "goaway-crossing", "late-frames"}) {
        CHECK(list.out.find(name) != std::string::npos);
    }
    const command::Result wrong = command::h2sim({"race", "127.0.0.1:1", "--race", "late-frame"});
    CHECK(wrong.code == 2);
    CHECK(wrong.err.find("did you mean \"late-frames\"") != std::string::npos);
    Served served = threaded_server({"--limit", "2"});
    const auto [code, report] =
        raced({served.url("/bytes/5"), "--race", "reset", "--max-cycles", "5"});
    CHECK(code == 0);
    REQUIRE(report["cells"].size() == 1);
    CHECK(report["cells"][0]["race"] == "reset");
    CHECK(report["cells"][0]["end"] == "reset");
}
