#pragma once
// All cases against one server: several connections at once, a healthy request on a new connection
// after each, the server started again where it does not survive a case, and what became of each.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tools/net/loop.hpp"
#include "tools/net/sockets.hpp"
#include "tools/net/tls.hpp"
#include "tools/net/url.hpp"
#include "tools/probe/probe_link.hpp"
#include "tools/race/launched_server.hpp"
#include "tools/system/exit_code.hpp"

namespace tools {

struct ProbeOptions {
    std::vector<net::Url> urls;  // of the server; "page" is the path of the first
    std::map<std::string, std::string> paths;
    std::string launch;  // command with {port}; then the port of the URL is another one each time
    net::TlsContext tls;
    net::Milliseconds limit{2'000};
    unsigned jobs = 4;
    std::uint32_t repeat = 1;
    bool fail_fast = false;
};

struct ProbeResult {
    ProbeGrade grade = ProbeGrade::inconclusive;
    std::vector<ProbeGrade> grades;  // of each run
    std::string saw;
    std::string note;  // why it is inconclusive or unsupported, what crashed
    std::vector<h2::Finding> findings;
    std::vector<ProbeFrame> frames;

    // The worst of the runs is a right reaction, and the witness holds nothing against the peer.
    [[nodiscard]] bool passed() const;
    [[nodiscard]] bool flaky() const;
};

struct ProbeFound {
    std::vector<ProbeResult> results;  // one for each case
    std::string trouble;               // why there is no more of it
    ExitCode code = ExitCode::ok;      // unreachable, or how it was interrupted
};

class Probe {
  public:
    using Progress = std::function<void(const std::string& text)>;

    // The cases outlive it.
    Probe(ProbeOptions options, const std::vector<ProbeCase>& cases, Progress progress);
    Probe(const Probe&) = delete;
    Probe& operator=(const Probe&) = delete;
    ~Probe();

    ProbeFound run();

  private:
    struct Run;
    using Then = std::function<void(ProbeEnd end)>;

    void launch();
    void look(std::size_t kind);
    void looked(std::size_t kind, const ProbeEnd& end);
    void next();
    void start(std::size_t index);
    void judge(std::size_t index, ProbeEnd end);
    void check_health(std::size_t index);
    void unwell(std::size_t index, const std::string& how);
    void revive();
    void lay_blame(std::size_t index, const std::string& how);
    void connect(const ProbeCase& asked, Then then);
    void stop(const std::string& trouble, ExitCode code);
    void tick();

    ProbeOptions options_;
    const std::vector<ProbeCase>& cases_;
    Progress progress_;
    net::Loop loop_;
    net::Timer ticker_;
    std::unique_ptr<LaunchedServer> server_;
    ProbeTarget target_;
    net::Address address_;
    ProbeFound found_;
    std::vector<ProbeCase> looks_;    // is it there; has it a body; does it take a request's
    std::set<std::string> has_;       // of what cases need
    std::vector<std::size_t> queue_;  // cases to come, the last one first
    std::vector<std::size_t> alone_;  // to be run again by themselves, to see which one it was
    std::set<std::size_t> under_way_;
    std::set<std::size_t> suspects_;
    bool unwell_ = false;
    bool by_itself_ = false;  // the one under way was taken from alone_
    bool stuck_ = false;
    std::set<std::shared_ptr<Run>> runs_;
    std::size_t done_ = 0;
};

}  // namespace tools
