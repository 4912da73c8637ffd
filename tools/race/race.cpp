// From one connection to the next.

#include "tools/race/race.hpp"

#include <algorithm>
#include <csignal>
#include <utility>

#include <fmt/format.h>
#include <sys/resource.h>

#include "tools/system/wording.hpp"

namespace tools {
namespace {

constexpr net::Milliseconds kPeriod{20};
constexpr std::uint32_t kLargestWindow = 0x7fff'ffff;  // RFC 9113 section 6.9.1
constexpr std::uint32_t kPlainWindow = 65'535;         // section 6.9.2
constexpr std::uint32_t kMostFruitless = 3;

net::LiveLog::Options with_sights(net::LiveLog::Options options, net::OnSight on_sight) {
    options.on_sight = std::move(on_sight);
    return options;
}

// Where it is allowed: a client that is woken up by the octets of the server's writer goes first,
// before that writer can say that it has written.
void be_eager() {
    constexpr int kFirst = -20;
    setpriority(PRIO_PROCESS, 0, kFirst);
}

// Why a server with that limit cannot be held at it; empty: it can.
std::string no_race_at(std::optional<std::uint32_t> limit, std::uint32_t most) {
    if (!limit) {
        return "it announces no SETTINGS_MAX_CONCURRENT_STREAMS";
    }
    if (*limit == 0) {
        return "its SETTINGS_MAX_CONCURRENT_STREAMS is 0";
    }
    return *limit <= most ? ""
                          : fmt::format(
                                "its SETTINGS_MAX_CONCURRENT_STREAMS is {}, more than "
                                "--max-streams ({})",
                                grouped(*limit), grouped(most));
}

ExitCode code_of_end(net::End::Kind kind) {
    return kind == net::End::Kind::peer_broke ? ExitCode::failed : ExitCode::unreachable;
}

}  // namespace

struct Race::Now {
    RaceTask task;
    std::unique_ptr<net::Connector> connector;  // while the connection is being made
    std::unique_ptr<RaceRun> connection;
    RaceObserver observer;
    net::Milliseconds connecting{0};
};

Race::Race(const RaceOptions& options, net::LiveLog::Options log, Progress progress)
    : options_{options},
      progress_{std::move(progress)},
      log_{with_sights(std::move(log),
                       [this](std::uint64_t connection, h2::Role sender, const h2::Sight& sight,
                              const h2::Account& account) {
                           if (now_ != nullptr && connection == found_.connections) {
                               now_->observer.saw(sender, sight, account);
                           }
                       })},
      ticker_{loop_} {
    // What is queued behind a frame that ends a stream goes over the wire behind it.
    policy_.release.rst_stream = h2::WriteStage::enqueued;
    policy_.release.data = h2::WriteStage::enqueued;
}

Race::~Race() = default;

RaceFound Race::run() {
    be_eager();
    loop_.on_interrupt([this](int signal) { interrupted(signal); });
    next();
    tick();
    loop_.run();
    log_.flush();
    if (now_ != nullptr && now_->connector != nullptr) {
        stuck_ = stuck_ || now_->connector->is_resolving();
    }
    if (stuck_) {
        loop_.abandon();
    }
    return std::move(found_);
}

bool Race::ends_in_time() const {
    return std::chrono::steady_clock::now() - begin_ < options_.most_time;
}

// The first step is a look; after it, one cell after the other.
void Race::next() {
    if (found_.code != ExitCode::ok) {
        loop_.stop();
        return;
    }
    if (!found_.looked) {
        progress_("looking at the responses");
        RaceTask look;
        look.look = true;
        for (const net::Url& url : options_.urls) {
            look.cycled.push_back(fields_for(url.path, "GET"));
        }
        connect(std::move(look));
        return;
    }
    if (!ends_in_time()) {
        found_.out_of_time = true;
        loop_.stop();
        return;
    }
    if (cell_ >= found_.cells.size() && !perturb()) {
        loop_.stop();
        return;
    }
    start_cell();
}

void Race::start_cell() {
    RaceCellResult& result = found_.cells[cell_];
    RaceTask task = task_for(result);
    const bool trials = row_of(result.cell.race).trials;
    const bool needs_parked =
        !trials && task.mode == RaceMode::park && found_.limit.value_or(0) > 1;
    if (needs_parked && task.parked == nullptr) {
        result.trouble = "no response has content: none can hold its stream open";
        ++cell_;
        loop_.post([this] { next(); });
        return;
    }
    progress_(fmt::format(
        "{} {} {}: {} of {} opened, {} refused", result.cell.method, result.cell.path,
        trials ? name(result.cell.race) : name(result.cell.mode), grouped(result.counts.streams),
        grouped(options_.cycles), grouped(result.counts.refused)));
    connect(std::move(task));
}

void Race::connect(RaceTask task) {
    ++found_.connections;
    now_ = std::make_unique<Now>();
    now_->task = std::move(task);
    const net::Url& url = options_.urls.front();
    now_->connector = std::make_unique<net::Connector>(
        loop_, url.address, url.tls ? options_.tls.get() : nullptr,
        [this](std::unique_ptr<net::ByteStream> stream, const std::string& trouble) {
            connected(std::move(stream), trouble);
        });
}

void Race::connected(std::unique_ptr<net::ByteStream> stream, const std::string& trouble) {
    loop_.post([connector = std::shared_ptr<net::Connector>{std::move(now_->connector)}] {});
    if (stream == nullptr) {
        give_up(trouble, ExitCode::unreachable);
        return;
    }
    log_.opened(found_.connections, options_.urls.front().origin());
    const RaceTask& task = now_->task;
    const RaceKind race = task.race;
    const bool parks = task.mode == RaceMode::park && !task.look && !row_of(race).trials;
    // So that credit that is never used fits.
    const std::uint32_t window = row_of(race).late ? kPlainWindow : kLargestWindow;
    net::SessionOptions options;
    options.number = found_.connections;
    options.settings = {1,
                        {{h2::SettingId::ENABLE_PUSH, 0},
                         {h2::SettingId::INITIAL_WINDOW_SIZE, parks ? 0 : window}}};
    options.connection_window = kLargestWindow;
    options.acknowledge_at_once = true;
    now_->connection = run_for(*now_);
    now_->connection->start(
        std::make_shared<net::Session>(loop_, std::move(stream), h2::Role::client, policy_,
                                       std::move(options), log_, *now_->connection));
}

bool Race::races(RaceKind race) const {
    return std::find(options_.races.begin(), options_.races.end(), race) != options_.races.end();
}

// The client of the race that the task is of.
std::unique_ptr<RaceRun> Race::run_for(Now& now) {
    const auto gone_for_good = [this](RaceOutcome outcome) { gone(std::move(outcome)); };
    const RaceTask& task = now.task;
    if (row_of(task.race).trials) {
        return std::make_unique<RaceTrials>(
            RaceTrials::Task{task.race, task.cycled.front(), task.cycles, task.stop_at_first},
            now.observer, found_.connections, gone_for_good);
    }
    return std::make_unique<RaceConnection>(task, now.observer, found_.connections, gone_for_good);
}

void Race::note_observer() {
    const RaceObserver& observer = now_->observer;
    found_.client_proven = found_.client_proven && observer.client_proven();
    for (const std::string& fault : observer.own_faults()) {
        found_.own_faults.push_back(fault);
    }
    for (const auto& [rule, times] : observer.broken()) {
        found_.broken[rule] += times;
    }
}

void Race::gone(RaceOutcome outcome) {
    note_observer();
    // Not before the call that ended it has returned.
    loop_.post([over = std::shared_ptr<Now>{std::move(now_)}] {});
    if (found_.looked) {
        cell_goes_on(std::move(outcome));
    } else {
        look_done(std::move(outcome));
    }
}

void Race::look_done(RaceOutcome outcome) {
    if (!outcome.settled) {
        const net::End::Kind kind = outcome.end.kind;
        give_up(kind == net::End::Kind::finished ? outcome.trouble : outcome.end.text,
                code_of_end(kind));
        return;
    }
    found_.looked = true;
    found_.limit = outcome.limit;
    for (std::size_t i = 0; i < outcome.responses.size(); ++i) {
        if (outcome.responses[i]) {
            found_.responses[options_.urls[i].path] = *outcome.responses[i];
        }
    }
    const bool for_slots = races(RaceKind::slot) || races(RaceKind::reset);
    if (const std::string no = no_race_at(outcome.limit, options_.most_streams);
        !no.empty() && (for_slots || outcome.limit)) {
        give_up(no, ExitCode::incomplete);
        return;
    }
    if (found_.responses.empty()) {
        const std::string& why = outcome.trouble.empty() ? outcome.end.text : outcome.trouble;
        give_up(why.empty() ? "no request was answered" : why, ExitCode::incomplete);
        return;
    }
    plan_cells();
    loop_.post([this] { next(); });
}

void Race::cell_goes_on(RaceOutcome outcome) {
    RaceCellResult& result = found_.cells[cell_];
    RaceCounts& counts = result.counts;
    const bool fruitful = outcome.counts.ended > 0 || outcome.counts.refused > 0;
    counts.streams += outcome.counts.streams;
    counts.opened += outcome.counts.opened;
    counts.refused += outcome.counts.refused;
    counts.turned_away += outcome.counts.turned_away;
    counts.unproven += outcome.counts.unproven;
    counts.ended += outcome.counts.ended;
    ++result.connections;
    if (outcome.first && (!result.first || (result.first->code == h2::ErrorCode::REFUSED_STREAM &&
                                            outcome.first->code != result.first->code))) {
        result.first = std::move(outcome.first);
    }
    const net::End::Kind kind = outcome.end.kind;
    const bool lost = !outcome.sent_away && !outcome.limit_changed && !outcome.refused_as_a_whole &&
                      kind != net::End::Kind::finished;
    if (result.trouble.empty()) {
        result.trouble = !outcome.trouble.empty() ? outcome.trouble : lost ? outcome.end.text : "";
    }
    credit_at_once_ = credit_at_once_ || outcome.silent_without_credit;
    fruitless_ = fruitful ? 0 : fruitless_ + 1;
    const bool hit = options_.stop_at_first && counts.refused > 0;
    if (counts.streams >= wanted(result.cell) || hit || !outcome.trouble.empty() ||
        fruitless_ >= kMostFruitless) {
        fruitless_ = 0;
        cell_ = hit ? found_.cells.size() : cell_ + 1;
    }
    loop_.post([this] { next(); });
}

void Race::give_up(const std::string& trouble, ExitCode code) {
    found_.trouble = trouble.empty() ? "the server went away" : trouble;
    found_.code = code;
    loop_.stop();
}

void Race::tick() {
    constexpr std::uint64_t kInSecond = net::kSecond / kPeriod;
    ++ticks_;
    if (now_ != nullptr && now_->connection != nullptr) {
        RaceRun& connection = *now_->connection;
        if (ticks_ % kInSecond == 0) {
            connection.session().seconds_passed(1);
        }
        if (!ends_in_time()) {
            connection.stop();
        }
        connection.tick(kPeriod, options_.patience);
    } else if (now_ != nullptr && now_->connector != nullptr) {
        now_->connecting += kPeriod;
        if (now_->connecting > options_.patience) {
            stuck_ = now_->connector->is_resolving();
            now_->connector.reset();
            give_up(
                fmt::format("cannot connect to {}: no answer for {} ms",
                            net::to_text(options_.urls.front().address), options_.patience.count()),
                ExitCode::unreachable);
            return;
        }
    }
    ticker_.after(kPeriod, [this] { tick(); });
}

void Race::interrupted(int signal) {
    found_.code = signal == SIGTERM ? ExitCode::terminated : ExitCode::interrupted;
    if (now_ != nullptr && now_->connection != nullptr) {
        now_->connection->stop();  // what it has counted is part of the report
    } else {
        loop_.stop();
    }
}

}  // namespace tools
