// Opens a connection for each origin and another one where GOAWAY leaves requests over.

#include "tools/net/client.hpp"

#include <algorithm>
#include <csignal>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace tools::net {
namespace {

constexpr std::uint32_t kMostFruitless = 5;
constexpr std::uint64_t kLargestWindow = 0x7fff'ffff;

// Whether requests that wait may fare better on a new connection.
bool helps_to_try_again(End::Kind end, bool fruitful, bool sent_away) {
    return end == End::Kind::finished || (end == End::Kind::peer_closed && fruitful) ||
           (sent_away && (end == End::Kind::peer_closed || end == End::Kind::timed_out));
}

}  // namespace

struct Client::Origin {
    Url url;
    ClientConnection::Shared shared;
    std::unique_ptr<Connector> connector;  // while the connection is being made
    std::unique_ptr<ClientConnection> connection;
    Milliseconds connecting{0};
    std::uint64_t number = 0;     // of the connection
    std::uint32_t fruitless = 0;  // connections in a row that completed nothing
    bool done = false;
};

Client::Client(ClientOptions options, std::vector<Transfer>& transfers, ContentWriter& writer,
               LiveLog& log)
    : options_{std::move(options)},
      transfers_{transfers},
      writer_{writer},
      log_{log},
      ticker_{loop_},
      period_{period_for(options_.timeout)} {
    std::map<std::string, Origin*> by_name;
    for (Transfer& transfer : transfers_) {
        Origin*& origin = by_name[transfer.request->url.origin()];
        if (origin == nullptr) {
            origin = origins_.emplace_back(std::make_unique<Origin>()).get();
            origin->url = transfer.request->url;
            origin->shared.content = options_.content;
            origin->shared.has_content = options_.has_content;
            origin->shared.max_streams = options_.max_streams;
            origin->shared.fail_on_status = options_.fail_on_status;
            origin->shared.writer = &writer_;
            origin->shared.completed = [this](Transfer& each) { completed(each); };
        }
        origin->shared.waiting.push_back(&transfer);
    }
}

Client::~Client() = default;

ExitCode Client::run() {
    loop_.on_interrupt([this](int signal) { interrupted(signal); });
    for (const auto& origin : origins_) {
        connect(*origin);
    }
    tick();
    loop_.run();
    log_.flush();
    if (log_.convicted()) {
        code_ = worst(code_, ExitCode::failed);
    }
    for (const auto& origin : origins_) {
        stuck_ = stuck_ || (origin->connector != nullptr && origin->connector->is_resolving());
    }
    if (stuck_) {
        loop_.abandon();
    }
    return code_;
}

void Client::connect(Origin& origin) {
    origin.number = ++connections_;
    origin.connecting = Milliseconds{0};
    origin.connector = std::make_unique<Connector>(
        loop_, origin.url.address, origin.url.tls ? options_.tls.get() : nullptr,
        [this, &origin](std::unique_ptr<ByteStream> stream, const std::string& trouble) {
            connected(origin, std::move(stream), trouble);
        });
}

void Client::connected(Origin& origin, std::unique_ptr<ByteStream> stream,
                       const std::string& trouble) {
    loop_.post([connector = std::shared_ptr<Connector>{std::move(origin.connector)}] {});
    if (stream == nullptr) {
        give_up(origin, trouble, ExitCode::unreachable);
        return;
    }
    log_.opened(origin.number, origin.url.origin());
    origin.connection = std::make_unique<ClientConnection>(
        loop_, origin.shared, [this, &origin](const End& end) { gone(origin, end); });
    SessionOptions options;
    options.number = origin.number;
    options.settings = {
        1,
        {{h2::SettingId::ENABLE_PUSH, 0}, {h2::SettingId::INITIAL_WINDOW_SIZE, options_.window}}};
    // Enough for all streams at once: a held stream never holds up another.
    options.connection_window = static_cast<std::uint32_t>(std::min(
        kLargestWindow,
        std::max<std::uint64_t>(65'535, std::uint64_t{options_.window} * options_.max_streams)));
    options.timeout = options_.timeout;
    origin.connection->start(std::make_shared<Session>(loop_, std::move(stream), h2::Role::client,
                                                       policy_, std::move(options), log_,
                                                       *origin.connection));
}

// The connection has ended. Requests still waiting get a new one if that may help.
void Client::gone(Origin& origin, const End& end) {
    const bool fruitful = origin.connection->completed() > 0;
    const bool sent_away = origin.connection->was_sent_away();
    if (const std::string& complaint = origin.connection->complaint(); !complaint.empty()) {
        log_.note(origin.number, complaint);
        code_ = worst(code_, ExitCode::failed);
    }
    origin.fruitless = fruitful ? 0 : origin.fruitless + 1;
    loop_.post([connection = std::shared_ptr<ClientConnection>{std::move(origin.connection)}] {});
    if (origin.shared.waiting.empty()) {
        give_up(origin, {}, ExitCode::ok);
    } else if (origin.fruitless < kMostFruitless &&
               helps_to_try_again(end.kind, fruitful, sent_away)) {
        connect(origin);
    } else {
        const bool broke = end.kind == End::Kind::peer_broke || end.kind == End::Kind::peer_gave_up;
        give_up(origin, end.text, broke ? ExitCode::failed : ExitCode::unreachable);
    }
}

// No connection to that origin any more.
void Client::give_up(Origin& origin, const std::string& trouble, ExitCode code) {
    while (!origin.shared.waiting.empty()) {
        Transfer& transfer = *origin.shared.waiting.front();
        origin.shared.waiting.pop_front();
        transfer.trouble = trouble.empty() ? "the server went away" : trouble;
        transfer.code = code;
        transfer.done = true;
        completed(transfer);
    }
    origin.done = true;
    if (std::all_of(origins_.begin(), origins_.end(),
                    [](const auto& each) { return each->done; })) {
        loop_.stop();
    }
}

void Client::completed(Transfer& transfer) {
    const Transfer* next = writer_.complete(transfer);
    if (next == nullptr) {
        return;
    }
    for (const auto& origin : origins_) {
        if (origin->connection != nullptr) {
            origin->connection->release(*next);
        }
    }
}

void Client::tick() {
    within_second_ += period_;
    const bool second = within_second_ >= kSecond;
    within_second_ = second ? Milliseconds{0} : within_second_;
    for (const auto& origin : origins_) {
        if (origin->connection != nullptr) {
            if (second) {
                origin->connection->session().seconds_passed(1);
            }
            origin->connection->session().tick(period_);
        } else if (origin->connector != nullptr && options_.timeout.count() > 0) {
            origin->connecting += period_;
            if (origin->connecting > options_.timeout) {
                stuck_ = stuck_ || origin->connector->is_resolving();
                origin->connector.reset();
                give_up(*origin,
                        fmt::format("cannot connect to {}: no answer for {} s",
                                    to_text(origin->url.address),
                                    static_cast<double>(options_.timeout.count()) / 1000),
                        ExitCode::unreachable);
            }
        }
    }
    ticker_.after(period_, [this] { tick(); });
}

void Client::interrupted(int signal) {
    code_ = signal == SIGTERM ? ExitCode::terminated : ExitCode::interrupted;
    loop_.stop();
}

}  // namespace tools::net
