// Servers that lose the race, and one that does not: what race says of each.

#include "tests/net/race/raced.hpp"

namespace {

constexpr const char* kHold = "5000";  // microseconds between a write and its completion

}  // namespace

TEST_CASE("race: a server that counts after it has written refuses falsely", "[net][race]") {
    const std::string design = GENERATE("before", "drain");
    const std::string limit = GENERATE("1", "4");
    CAPTURE(design, limit);
    Served served = threaded_server({"--design", design, "--limit", limit, "--hold", kHold});
    const auto [code, report] = raced({served.url("/bytes/5"), served.url("/bytes/4096"),
                                       "--max-cycles", "60", "--connections", "2"});
    CHECK(code == 1);
    CHECK(report["verdict"] == "server-wrong");
    CHECK(report["client_proven"] == true);
    CHECK(report["own_faults"].empty());
    CHECK(report["limit"] == std::stoi(limit));
    CHECK(report["severity"] == "stream");
    CHECK(report["retryable"] == false);
    CHECK(report["sentence"].get<std::string>().find("RFC 9113 section 5.1.2") !=
          std::string::npos);
    const nlohmann::json hit = cell_of(report, "/bytes/4096", "park");
    CHECK(hit["octets"] == 4096);
    CHECK(hit["refused"] > 5);
    CHECK(hit["rate"] > 0.2);
    // Who takes the place of one that was refused is not counted as opened, but for the last ones.
    CHECK(hit["streams"] == 60);
    const int counted = hit["opened"].get<int>() + hit["refused"].get<int>();
    CHECK(counted >= 60);
    CHECK(counted <= 62);
    CHECK(hit["low"] < hit["rate"]);
    CHECK(hit["high"] > hit["low"]);
    // What fits into the buffer is complete before it is visible.
    for (const char* mode : {"park", "saturate"}) {
        const nlohmann::json clean = cell_of(report, "/bytes/5", mode);
        CHECK(clean["refused"] == 0);
        CHECK(clean["opened"] == 60);
        CHECK(clean["high"] == 0.05);
    }
}

TEST_CASE("race: the first case is told frame by frame", "[net][race]") {
    Served served = threaded_server({"--design", "before", "--limit", "4", "--hold", kHold});
    const auto [code, report] =
        raced({served.url("/bytes/4096"), "--stop-at-first", "--mode", "park"});
    CHECK(code == 1);
    const nlohmann::json& found = report["case"];
    CHECK(found["code"] == "PROTOCOL_ERROR");
    CHECK(found["frame"] == "RST_STREAM");
    CHECK(found["open"] == 4);
    CHECK(found["limit"] == 4);
    const auto position = [&](const char* sender, const char* type, const char* stream) {
        const auto& frames = found["frames"];
        for (std::size_t i = 0; i < frames.size(); ++i) {
            if (frames[i]["sender"] == sender && frames[i]["type"] == type &&
                frames[i]["stream"] == found[stream]) {
                return i;
            }
        }
        FAIL(type << " of the " << sender << " is not there");
        return frames.size();
    };
    const std::size_t end = position("server", "DATA", "freed");
    const std::size_t next = position("client", "HEADERS", "stream");
    const std::size_t refusal = position("server", "RST_STREAM", "stream");
    CHECK((found["frames"][end]["flags"].get<int>() & 1) == 1);  // END_STREAM
    CHECK(end < next);
    CHECK(next < refusal);
}

TEST_CASE("race: designs that predict the cells are named, and the others are not", "[net][race]") {
    Served served = threaded_server({"--design", "drain", "--limit", "4", "--hold", kHold});
    const std::string trace = served.workspace().path("why.trace.json");
    const std::string scenario = served.workspace().path("why.json");
    const auto [code, report] =
        raced({served.url("/bytes/5"), served.url("/bytes/4096"), "--max-cycles", "60",
               "--trace-out", trace, "--scenario-out", scenario});
    CHECK(code == 1);
    std::vector<std::string> exact;
    for (const nlohmann::json& design : report["designs"]["designs"]) {
        if (design["exact"] == true) {
            exact.push_back(design["profile"]);
        }
        CHECK(design["profile"] != "nghttp2");
    }
    CHECK(std::find(exact.begin(), exact.end(), "go-x-net-2021") != exact.end());
    CHECK(command::h2sim({"replay", trace}).code == 0);
    CHECK(command::h2sim({"explore", scenario}).code == 0);
}

TEST_CASE("race: a server that releases in time refuses nobody", "[net][race]") {
    const std::string design = GENERATE("fixed", "wait-at-limit");
    CAPTURE(design);
    Served served = threaded_server({"--design", design, "--limit", "4", "--hold", "500"});
    const auto [code, report] = raced({served.url("/bytes/4096"), served.url("/empty"),
                                       served.url("/trailers/5000"), "--max-cycles", "60"});
    CHECK(code == 0);
    CHECK(report["verdict"] == "not-seen");
    CHECK(report["case"].is_null());
    CHECK(report["designs"].is_null());
    for (const nlohmann::json& cell : report["cells"]) {
        CAPTURE(cell);
        CHECK(cell["refused"] == 0);
        CHECK(cell["opened"] == 60);
        CHECK(cell["trouble"].is_null());
    }
    CHECK(cell_of(report, "/trailers/5000", "park", "trailers")["opened"] == 60);
    CHECK(cell_of(report, "/empty", "park", "headers")["opened"] == 60);
    CHECK(cell_of(report, "/bytes/4096", "park", "reset")["opened"] == 60);
}

TEST_CASE("race: REFUSED_STREAM within the limit is no breach, unless one wants it to be",
          "[net][race]") {
    Served served = threaded_server(
        {"--design", "before", "--limit", "2", "--hold", kHold, "--over-limit", "refused-stream"});
    const std::vector<std::string> asked{
        served.url("/bytes/4096"), "--max-cycles", "40", "--mode", "park", "--no-resets"};
    const auto [code, report] = raced(asked);
    CHECK(code == 0);
    CHECK(report["verdict"] == "not-seen");
    const nlohmann::json cell = cell_of(report, "/bytes/4096", "park");
    CHECK(cell["refused"] == 0);
    CHECK(cell["turned_away"] > 3);
    std::vector<std::string> strict = asked;
    strict.emplace_back("--strict");
    const auto [strict_code, strict_report] = raced(strict);
    CHECK(strict_code == 1);
    CHECK(strict_report["verdict"] == "server-wrong");
    CHECK(strict_report["retryable"] == true);
}

TEST_CASE("race: a connection that is ended for it counts once, and the next one goes on",
          "[net][race]") {
    Served served = threaded_server(
        {"--design", "before", "--limit", "2", "--hold", kHold, "--over-limit", "goaway"});
    const auto [code, report] = raced({served.url("/bytes/4096"), "--max-cycles", "6", "--mode",
                                       "park", "--no-resets", "--connections", "2"});
    CHECK(code == 1);
    CHECK(report["severity"] == "connection");
    CHECK(report["case"]["frame"] == "GOAWAY");
    const nlohmann::json cell = cell_of(report, "/bytes/4096", "park");
    CHECK(cell["refused"] >= 1);
    CHECK(cell["refused"] <= cell["connections"]);
}

TEST_CASE("race: a profile that never refuses where it was seen to is contradicted",
          "[net][race]") {
    Served served = threaded_server({"--design", "drain", "--limit", "4", "--hold", kHold});
    const auto predicted = [&](const std::string& profile, const std::string& path) {
        const auto [code, report] =
            raced({served.url("/bytes/5"), served.url("/bytes/4096"), "--max-cycles", "40",
                   "--mode", "park", "--profile", profile});
        CHECK(code == 1);
        CHECK(report["profile"] == profile);
        CHECK(cell_of(report, path, "park", "reset")["predicted"].is_null());
        return cell_of(report, path, "park")["predicted"] == true;
    };
    CHECK(predicted("go-x-net-2021", "/bytes/4096"));
    CHECK_FALSE(predicted("go-x-net-2021", "/bytes/5"));
    CHECK_FALSE(predicted("nghttp2", "/bytes/4096"));
    const command::Result text = command::h2sim({"race", served.url("/bytes/4096"), "--max-cycles",
                                                 "40", "--mode", "park", "--profile", "nghttp2"});
    CHECK(text.out.find("nghttp2 is not the design of this server") != std::string::npos);
    const command::Result none = command::h2sim({"race", "127.0.0.1:1", "--profile", "nghttp3"});
    CHECK(none.code == 2);
    CHECK(none.err.find("did you mean \"nghttp2\"") != std::string::npos);
}

TEST_CASE("race: a refusal that may have had a cause is held against nobody", "[net][race]") {
    Served served = threaded_server({"--design", "before", "--limit", "2", "--hold", kHold});
    // Some servers take no underscores in names.
    const auto [code, report] = raced({served.url("/bytes/4096"), "--header", "x_y: 1",
                                       "--max-cycles", "40", "--mode", "park", "--no-resets"});
    CHECK(code == 5);
    CHECK(report["verdict"] == "cannot-show");
    const nlohmann::json cell = cell_of(report, "/bytes/4096", "park");
    CHECK(cell["refused"] == 0);
    CHECK(cell["unproven"] > 3);
    CHECK(report["case"].is_null());
}
