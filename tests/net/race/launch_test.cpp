// Servers that race starts itself, and ends.

#include <csignal>

#include "tests/net/race/raced.hpp"
#include "tests/tools/workspace.hpp"

using Catch::Contains;

namespace {

std::string launch(const std::string& options) {
    return "echo $$ >> pids; exec " + threaded_server_program() + " --port {port} " + options;
}

// Runs it in a folder of its own, and sees that nothing of what it started is left.
std::pair<int, nlohmann::json> race_in(const Workspace& workspace,
                                       std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"race", "--json", "-q"});
    command::Setting setting;
    setting.folder = workspace.path("");
    const command::Result result = command::h2sim(arguments, setting);
    CAPTURE(result.err, result.out);
    std::istringstream pids{read_file(workspace.path("pids"))};
    int started = 0;
    for (pid_t pid = 0; pids >> pid; ++started) {
        CHECK(kill(pid, 0) == -1);
    }
    CHECK(started > 0);
    REQUIRE(nlohmann::json::accept(result.out));
    return {result.code, nlohmann::json::parse(result.out)};
}

}  // namespace

TEST_CASE("race: a launched server is held after its writes until it shows it", "[net][race]") {
    const Workspace workspace;
    const auto [code, report] =
        race_in(workspace, {"--launch", launch("--design before --limit 4"), "--url", "/bytes/4096",
                            "--max-cycles", "100", "--no-resets"});
    CHECK(code == 1);
    CHECK(report["client_proven"] == true);
    if (report["perturbation"].get<std::string>().find("strace is not there") !=
        std::string::npos) {
        WARN(report["perturbation"]);
        return;
    }
    CHECK(report["perturbation"] == "");
    double best = 0;
    for (const nlohmann::json& cell : report["cells"]) {
        best = cell["delay_us"] > 0 ? std::max(best, cell["rate"].get<double>()) : best;
        CHECK((cell["end"] == "data" || cell["refused"] == 0));
    }
    CHECK(best > 0.5);
}

TEST_CASE("race: a launched server that is right is so under every delay", "[net][race]") {
    const Workspace workspace;
    const auto [code, report] =
        race_in(workspace, {"--launch", launch("--design fixed --limit 2"), "--url", "/bytes/4096",
                            "--max-cycles", "20", "--no-resets"});
    CHECK(code == 0);
    CHECK(report["verdict"] == "not-seen");
}

TEST_CASE("race: a server whose only thread would be held is not called safe for it",
          "[net][race]") {
    const Workspace workspace;
    const auto [code, report] = race_in(
        workspace, {"--launch",
                    "echo $$ >> pids; exec " + h2sim_program() + " serve --listen 127.0.0.1:{port}",
                    "--url", "/bytes/4096", "--max-cycles", "50"});
    CHECK(code == 0);
    CHECK(report["verdict"] == "not-seen");
    const std::string why = report["perturbation"];
    CHECK((why.find("has one thread") != std::string::npos ||
           why.find("strace") != std::string::npos));
    for (const nlohmann::json& cell : report["cells"]) {
        CHECK(cell["delay_us"] == 0);
    }
}

TEST_CASE("race: a server that cannot be launched", "[net][race]") {
    const command::Result ended =
        command::h2sim({"race", "--launch", "echo no such thing {port} >&2; exit 3"});
    CHECK(ended.code == 6);
    CHECK_THAT(ended.err, Contains("has ended: no such thing"));
    const command::Result no_port = command::h2sim({"race", "--launch", "sleep 100"});
    CHECK(no_port.code == 2);
    CHECK_THAT(no_port.err, Contains("{port}"));
}
