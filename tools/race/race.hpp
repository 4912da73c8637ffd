#pragma once
// `h2sim race`: looks at a server, then fills its cells, a few connections for each, one after the
// other. One thread, one event loop.

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tools/net/live_log.hpp"
#include "tools/net/loop.hpp"
#include "tools/net/request_fields.hpp"
#include "tools/net/sockets.hpp"
#include "tools/net/tls.hpp"
#include "tools/race/perturbation.hpp"
#include "tools/race/race_cell.hpp"
#include "tools/race/race_connection.hpp"
#include "tools/race/race_trials.hpp"
#include "tools/system/exit_code.hpp"

namespace tools {

// Of a cell with our RST_STREAM: servers take more of them for an attack.
inline constexpr std::uint32_t kMostResets = 200;

// What is asked for.
struct RaceOptions {
    std::vector<net::Url> urls;  // of one origin
    std::vector<net::HeaderField> headers;
    net::TlsContext tls;
    bool park = true;
    bool saturate = true;
    std::vector<RaceKind> races{RaceKind::slot, RaceKind::reset};
    std::uint32_t cycles = 1'000;    // streams of each cell
    std::uint32_t connections = 4;   // of each cell, unless the server ends them
    std::uint32_t most_streams = 0;  // at the same time
    net::Milliseconds patience{2'000};
    net::Milliseconds most_time{60'000};
    bool stop_at_first = false;
    // That race has started; null: the server was there. It is held after its writes when all cells
    // are full and none has shown it nearly every time.
    Perturbation* launched = nullptr;
};

// What was found.
struct RaceFound {
    std::string trouble;           // why there is nothing to say: unreachable, or no HTTP/2
    ExitCode code = ExitCode::ok;  // … as an exit code; also of an interruption
    bool out_of_time = false;
    std::optional<std::uint32_t> limit;  // announced first
    bool looked = false;
    std::map<std::string, SeenResponse> responses;  // by path
    std::vector<RaceCellResult> cells;              // as far as they were reached
    std::uint64_t connections = 0;
    bool client_proven = true;
    std::vector<std::string> own_faults;
    std::map<h2::RuleId, std::uint64_t> broken;  // by the server, but for refusals
};

class Race {
  public:
    // `progress`: a sentence about what is being done, now and then.
    using Progress = std::function<void(const std::string& text)>;

    // `log` has options for a client, to which the race adds nothing but sights.
    Race(const RaceOptions& options, net::LiveLog::Options log, Progress progress);
    Race(const Race&) = delete;
    Race& operator=(const Race&) = delete;
    ~Race();

    RaceFound run();

  private:
    struct Now;  // the connection that is under way

    void next();
    void start_cell();
    [[nodiscard]] RaceTask task_for(const RaceCellResult& result) const;
    [[nodiscard]] bool races(RaceKind race) const;
    [[nodiscard]] std::unique_ptr<RaceRun> run_for(Now& now);
    void connect(RaceTask task);
    void connected(std::unique_ptr<net::ByteStream> stream, const std::string& trouble);
    void gone(RaceOutcome outcome);
    void look_done(RaceOutcome outcome);
    void cell_goes_on(RaceOutcome outcome);
    void plan_cells();
    void add_cell(RaceCell cell, const SeenResponse& response);
    void add_trials(const net::Url& url, const SeenResponse& response);
    void add_ends(const net::Url& url, std::uint32_t delay);
    bool perturb();
    void forget_vain_cells();
    [[nodiscard]] std::uint64_t wanted(const RaceCell& cell) const;
    void note_observer();
    void tick();
    void give_up(const std::string& trouble, ExitCode code);
    void interrupted(int signal);
    [[nodiscard]] net::SharedFields fields_for(const std::string& path,
                                               std::string_view method) const;
    [[nodiscard]] bool ends_in_time() const;

    const RaceOptions& options_;
    Progress progress_;
    net::LiveLog log_;
    h2::Policy policy_;
    net::Loop loop_;
    net::Timer ticker_;
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
    std::uint64_t ticks_ = 0;
    std::unique_ptr<Now> now_;
    std::size_t cell_ = 0;
    bool credit_at_once_ = false;  // RaceTask::credit_at_once, since it was seen to be needed
    std::uint32_t fruitless_ = 0;  // connections of this cell in a row that added nothing
    bool stuck_ = false;           // in the system's resolver
    RaceFound found_;
};

}  // namespace tools
