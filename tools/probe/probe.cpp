// From one case to the next.

#include "tools/probe/probe.hpp"

#include <algorithm>
#include <csignal>
#include <utility>

#include <fmt/format.h>

#include "tools/probe/probe_values.hpp"

namespace tools {
namespace {

constexpr net::Milliseconds kTick{20};
constexpr std::uint64_t kLeastBody = 64;  // octets that cases of flow control need

ProbeCase look_case(const std::string& method, const std::string& kind) {
    ProbeCase look;
    look.id = kind;
    look.stream = 1;
    look.quiet = false;
    const bool has_body = method == "POST";
    look.steps.resize(has_body ? 3 : 1);
    look.steps.front().frames =
        nlohmann::json::array({request_frame(1, method, kind, has_body, nlohmann::json::array())});
    if (has_body) {
        look.steps[1].kind = ProbeStep::Kind::ping;
        look.steps[2].frames = nlohmann::json::array(
            {{{"type", "DATA"}, {"stream", 1}, {"flags", {"END_STREAM"}}, {"data", "probe"}}});
    }
    ProbeOutcome response;
    response.see = ProbeSight::response;
    look.expect.push_back(std::move(response));
    return look;
}

// The worst of two runs of a case.
bool is_worse(ProbeGrade grade, ProbeGrade other) {
    return is_pass(grade) == is_pass(other) ? grade > other : !is_pass(grade);
}

}  // namespace

// A connection that is made, and then used.
struct Probe::Run {
    std::unique_ptr<net::Connector> connector;
    std::shared_ptr<ProbeLink> link;
    net::Milliseconds connecting{0};
    Then then;
};

bool ProbeResult::passed() const {
    return is_pass(grade) &&
           std::none_of(findings.begin(), findings.end(), [](const h2::Finding& finding) {
               return h2::rule(finding.rule).level == h2::Level::must;
           });
}

bool ProbeResult::flaky() const {
    return std::any_of(grades.begin(), grades.end(),
                       [&](ProbeGrade each) { return each != grades.front(); });
}

Probe::Probe(ProbeOptions options, const std::vector<ProbeCase>& cases, Progress progress)
    : options_{std::move(options)}, cases_{cases}, progress_{std::move(progress)}, ticker_{loop_} {
    found_.results.resize(cases.size());
    looks_ = {look_case("GET", "page"), look_case("GET", "body"), look_case("POST", "post")};
    for (std::uint32_t round = 0; round < options_.repeat; ++round) {
        for (std::size_t i = cases.size(); i > 0; --i) {
            queue_.push_back(i - 1);
        }
    }
}

Probe::~Probe() = default;

ProbeFound Probe::run() {
    loop_.on_interrupt([this](int signal) {
        stop("interrupted", signal == SIGTERM ? ExitCode::terminated : ExitCode::interrupted);
    });
    launch();
    look(0);
    tick();
    loop_.run();
    if (stuck_) {
        loop_.abandon();
    }
    for (ProbeResult& result : found_.results) {
        if (result.grades.empty() && result.note.empty()) {
            result.note = found_.trouble.empty() ? "not run" : found_.trouble;
        }
    }
    return std::move(found_);
}

void Probe::launch() {
    const net::Url& url = options_.urls.front();
    address_ = url.address;
    target_.scheme = std::string{url.scheme()};
    target_.authority = url.authority;
    target_.paths = options_.paths;
    if (!options_.launch.empty()) {
        server_.reset();
        address_.port = free_port();
        target_.authority = fmt::format("{}:{}", url.address.host, address_.port);
        server_ = std::make_unique<LaunchedServer>(options_.launch, address_.port,
                                                   std::chrono::microseconds{0});
    }
}

void Probe::look(std::size_t kind) {
    connect(looks_[kind], [this, kind](const ProbeEnd& end) { looked(kind, end); });
}

void Probe::looked(std::size_t kind, const ProbeEnd& end) {
    const bool answered = end.reaction.sight == ProbeSight::response && end.trouble.empty();
    if (kind == 0 && !answered) {
        stop(fmt::format("a request is not answered in HTTP/2: {}",
                         end.trouble.empty() ? text_of(end.reaction) : end.trouble),
             ExitCode::unreachable);
        return;
    }
    if (kind == 1 && answered && end.octets >= kLeastBody) {
        has_.insert("body");
    }
    // One that answers before it has the content does not hold the stream open.
    if (kind == 2 && answered && end.reaction.status.starts_with('2') && !end.early) {
        has_.insert("post");
    }
    if (kind + 1 < looks_.size()) {
        look(kind + 1);
    } else {
        next();
    }
}

void Probe::next() {
    if (found_.code != ExitCode::ok) {
        return;
    }
    if (unwell_) {
        if (under_way_.empty()) {
            revive();
        }
        return;
    }
    if (!alone_.empty() || by_itself_) {
        if (under_way_.empty() && !alone_.empty()) {
            by_itself_ = true;
            const std::size_t index = alone_.back();
            alone_.pop_back();
            start(index);
        }
        return;
    }
    while (under_way_.size() < options_.jobs && !queue_.empty()) {
        const std::size_t index = queue_.back();
        if (under_way_.contains(index)) {
            break;  // of the round before
        }
        queue_.pop_back();
        const std::string& needs = cases_[index].needs;
        if (!needs.empty() && !has_.contains(needs)) {
            found_.results[index].grade = ProbeGrade::unsupported;
            found_.results[index].note =
                fmt::format("needs --url {}=PATH {}", needs,
                            needs == "body" ? "of a response with 64 octets of content or more"
                                            : "of a resource that takes POST with content");
            continue;
        }
        start(index);
    }
    if (under_way_.empty() && queue_.empty()) {
        loop_.stop();
    }
}

void Probe::start(std::size_t index) {
    progress_(cases_[index].id);
    under_way_.insert(index);
    connect(cases_[index], [this, index](ProbeEnd end) { judge(index, std::move(end)); });
}

void Probe::judge(std::size_t index, ProbeEnd end) {
    ProbeResult& result = found_.results[index];
    const ProbeCase& asked = cases_[index];
    const bool came_to_it = end.trouble.empty();
    ProbeGrade grade = came_to_it ? grade_of(asked, end.reaction) : ProbeGrade::inconclusive;
    if (end.early && asked.needs == "post" && came_to_it && !is_pass(grade)) {
        grade = ProbeGrade::inconclusive;
        end.trouble = "the request was answered before its content was there";
    }
    const bool first = result.grades.empty();
    result.grades.push_back(grade);
    if (first || is_worse(grade, result.grade)) {
        result.grade = grade;
        result.saw = text_of(end.reaction);
        result.note = end.trouble;
        result.frames = std::move(end.frames);
    }
    for (const h2::Finding& finding : end.findings) {
        if (std::find(result.findings.begin(), result.findings.end(), finding) ==
            result.findings.end()) {
            result.findings.push_back(finding);
        }
    }
    check_health(index);
}

void Probe::check_health(std::size_t index) {
    connect(looks_.front(), [this, index](const ProbeEnd& end) {
        under_way_.erase(index);
        const bool well = end.trouble.empty() && end.reaction.sight == ProbeSight::response;
        if (well) {
            ++done_;
            by_itself_ = false;
            if (options_.fail_fast && counts(found_.results[index].grade) &&
                !found_.results[index].passed()) {
                stop("stopped at the first failure", ExitCode::failed);
                return;
            }
        } else {
            unwell(index, end.trouble.empty() ? text_of(end.reaction) : end.trouble);
        }
        next();
    });
}

// Whose fault it was is known where nothing else was under way.
void Probe::unwell(std::size_t index, const std::string& how) {
    const bool only_one = under_way_.empty() && !unwell_;
    unwell_ = true;
    if (by_itself_ || only_one) {
        lay_blame(index, how);
        by_itself_ = false;
    } else {
        suspects_.insert(index);
        suspects_.insert(under_way_.begin(), under_way_.end());
    }
}

void Probe::lay_blame(std::size_t index, const std::string& how) {
    ProbeResult& result = found_.results[index];
    result.grade = ProbeGrade::crashed;
    if (!result.grades.empty()) {
        result.grades.back() = ProbeGrade::crashed;
    }
    result.note = fmt::format("afterwards a request on a new connection is not answered: {}", how);
}

void Probe::revive() {
    for (const std::size_t suspect : suspects_) {
        ProbeResult& result = found_.results[suspect];
        if (!result.grades.empty()) {
            result.grades.pop_back();
        }
        if (result.grades.empty()) {
            result = {};
        }
        alone_.push_back(suspect);
    }
    suspects_.clear();
    unwell_ = false;
    if (server_ != nullptr) {
        launch();
        next();
        return;
    }
    connect(looks_.front(), [this](const ProbeEnd& end) {
        if (end.reaction.sight == ProbeSight::response) {
            next();
            return;
        }
        for (const std::size_t suspect : alone_) {
            found_.results[suspect].note = "one of those after which the server was gone";
        }
        stop("the server is gone", ExitCode::failed);
    });
}

void Probe::connect(const ProbeCase& asked, Then then) {
    auto run = std::make_shared<Run>();
    run->then = std::move(then);
    runs_.insert(run);
    // Only `runs_` holds it: what it has calls back, and would else hold it in turn.
    const auto over = [this, weak = std::weak_ptr<Run>{run}](ProbeEnd end) {
        const std::shared_ptr<Run> ended = weak.lock();
        if (ended != nullptr) {
            runs_.erase(ended);
            const Then call = std::move(ended->then);
            call(std::move(end));
        }
    };
    ssl_ctx_st* const tls = options_.urls.front().tls ? options_.tls.get() : nullptr;
    run->connector = std::make_unique<net::Connector>(
        loop_, address_, tls,
        [this, weak = std::weak_ptr<Run>{run}, over, &asked](
            std::unique_ptr<net::ByteStream> stream, const std::string& trouble) {
            const std::shared_ptr<Run> connected = weak.lock();
            if (connected == nullptr) {
                return;
            }
            loop_.post(
                [gone = std::shared_ptr<net::Connector>{std::move(connected->connector)}] {});
            if (stream == nullptr) {
                ProbeEnd end;
                end.trouble = trouble;
                over(std::move(end));
                return;
            }
            connected->link = std::make_shared<ProbeLink>(loop_, std::move(stream), asked, target_,
                                                          options_.limit, over);
            connected->link->start();
        });
}

void Probe::tick() {
    const auto runs = runs_;
    for (const std::shared_ptr<Run>& run : runs) {
        if (run->link != nullptr) {
            run->link->tick(kTick);
        } else if ((run->connecting += kTick) > options_.limit && run->connector != nullptr) {
            stuck_ = stuck_ || run->connector->is_resolving();
            run->connector.reset();
            runs_.erase(run);
            ProbeEnd end;
            end.trouble = "no connection within the time limit";
            const Then call = std::move(run->then);
            call(std::move(end));
        }
    }
    ticker_.after(kTick, [this] { tick(); });
}

void Probe::stop(const std::string& trouble, ExitCode code) {
    found_.trouble = trouble;
    found_.code = code;
    loop_.stop();
}

}  // namespace tools
