// One function for each kind of loop; what the loop does about outstanding writes is a few rules of
// the split one.

#include "sim/scenario/key_net.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "sim/net/net_reader.hpp"
#include "sim/scenario/scenario_names.hpp"

namespace sim {
namespace {

using NetJson = nlohmann::ordered_json;

// The write that is under way ends a stream that is still counted, and the frame would be refused.
NetJson waits_for_slot() {
    return {"hand-off at limit", {"flying holds counted", "posted holds counted"}};
}

void add_all(NetJson& guard, const NetJson& more) {
    for (const NetJson& each : more) {
        guard.push_back(each);
    }
}

NetJson net_rule(std::string_view name, std::string_view thread, NetJson take, NetJson rest) {
    NetJson made{{"name", name}, {"thread", thread}, {"take", std::move(take)}};
    for (auto& [key, value] : rest.items()) {
        if (!(key == "when" && value.empty())) {
            made[key] = value;
        }
    }
    return made;
}

class SplitNet {
  public:
    explicit SplitNet(const ServerSpec& server) : server_{server} {
        places_ = {{"hand-off", {{"capacity", 1}}}, {"handed-over", NetJson::object()},
                   {"queue", NetJson::object()},    {"writing", NetJson::object()},
                   {"flying", {{"capacity", 1}}},   {"posted", {{"capacity", 1}}}};
        threads_ = {{"request", {{"per_stream", true}}}};
        if (server.orders == Orders::completion_posted_before_handling) {
            assumed_.push_back(NetJson{"not writing empty", "not flying holds frame"});
        }
    }

    NetJson make() {
        rules_.push_back(net_rule("read", "reader", "to-server", {{"put", "hand-off"}}));
        add_processing();
        const bool first = server_.before_read == BeforeRead::completions_first;
        rules_.push_back(net_rule("complete", "loop", "posted", {{"do", "completed"}}));
        rules_.push_back(net_rule(
            "take", "loop", "handed-over",
            {{"when", first ? NetJson{"posted empty"} : NetJson::array()}, {"do", "submit"}}));
        rules_.push_back(net_rule("show", "writer", "writing", {{"do", "show"}}));
        rules_.push_back(net_rule("post", "writer", "flying",
                                  {{"when", NetJson{"writing empty"}}, {"put", "posted"}}));
        rules_.push_back(
            net_rule("remove", "loop", "removal from queue", {{"when", idle()}, {"do", "remove"}}));
        rules_.push_back(net_rule("hand over", "request", "functions",
                                  {{"do", "hand-over"}, {"put", "handed-over"}}));
        add_writing();
        return {{"emit", "queue"}, {"threads", threads_}, {"places", places_}, {"rules", rules_}};
    }

  private:
    static NetJson idle() { return {"flying empty", "posted empty"}; }

    // Which frames the loop does not process, and which completions it takes before.
    void add_processing() {
        NetJson process = assumed_;
        NetJson drain = NetJson::array({"hand-off holds"});
        add_all(drain, assumed_);
        bool drains = true;
        switch (server_.before_read) {
            case BeforeRead::nothing: drains = false; break;
            case BeforeRead::drain: process.push_back("posted empty"); break;
            case BeforeRead::completions_first:
                process.push_back("posted empty");
                drains = false;
                break;
            case BeforeRead::wait: add_all(process, idle()); break;
            case BeforeRead::wait_at_limit:
            case BeforeRead::park_at_limit:
                process.push_back(NetJson{"not hand-off at limit", "not flying holds counted"});
                process.push_back(NetJson{"not hand-off at limit", "not posted holds counted"});
                add_all(drain, waits_for_slot());
                break;
        }
        rules_.push_back(
            net_rule("process", "loop", "hand-off", {{"when", process}, {"do", "receive"}}));
        if (drains) {
            rules_.push_back(net_rule("drain", "loop", "posted",
                                      {{"when", drain}, {"do", "completed"}, {"then", "process"}}));
        }
        if (server_.before_read == BeforeRead::wait ||
            server_.before_read == BeforeRead::wait_at_limit) {
            add_waiting();
        }
    }

    void add_waiting() {
        places_["free"] = {{"tokens", 1}};
        places_["waiting"] = {{"capacity", 1}};
        threads_["loop"] = {{"waits_in", "waiting"}};
        NetJson block = NetJson::array({"hand-off holds", "flying holds"});
        if (server_.before_read == BeforeRead::wait_at_limit) {
            add_all(block, waits_for_slot());
        }
        add_all(block, assumed_);
        rules_.push_back(
            net_rule("block", "loop", "free", {{"when", block}, {"put", "token waiting"}}));
        rules_.push_back(net_rule(
            "wake", "loop", NetJson{"posted", "waiting"},
            {{"when", assumed_}, {"do", "completed"}, {"put", "token free"}, {"then", "process"}}));
    }

    // The next write begins when none is outstanding.
    void add_writing() {
        const auto begin = [this](std::string_view name, NetJson more, NetJson verbs, NetJson put) {
            NetJson when = idle();
            add_all(when, more);
            rules_.push_back(net_rule(name, "loop", "frame from queue",
                                      {{"urgent", true},
                                       {"when", when},
                                       {"do", std::move(verbs)},
                                       {"put", std::move(put)}}));
        };
        if (server_.write_buffer == 0) {
            return begin("begin", NetJson::array(), {"encoded", "write-start"},
                         {"writing", "flying"});
        }
        places_["buffer"] = {{"octets", server_.write_buffer}, {"overflows_to", "writing"}};
        begin("buffer", NetJson{"queue fits buffer"}, {"encoded", "write-start", "completed"},
              "buffer");
        begin("begin", NetJson{"not queue fits buffer"}, {"encoded", "write-start"},
              {"buffer", "flying"});
        NetJson when = idle();
        when.push_back("queue empty");
        rules_.push_back(
            net_rule("flush", "loop", "all buffer",
                     {{"urgent", true}, {"when", when}, {"put", {"writing", "token flying"}}}));
    }

    const ServerSpec& server_;
    NetJson places_;
    NetJson threads_;
    NetJson rules_ = NetJson::array();
    NetJson assumed_ = NetJson::array();
};

// Frames of which the loop hears that they are written in a step of its own.
std::vector<std::string> classes_completed_late(const h2::Policy& policy) {
    const h2::ReleasePoints& release = policy.release;
    std::vector<std::string> late;
    if (release.rst_stream == h2::WriteStage::completion) {
        late.emplace_back("reset");
    }
    if (release.data == h2::WriteStage::completion || policy.debit_at == h2::DebitAt::completion) {
        late.emplace_back("data");
    }
    if (release.headers == h2::WriteStage::completion) {
        late.emplace_back("headers");
    }
    if (release.trailers == h2::WriteStage::completion) {
        late.emplace_back("trailers");
    }
    return late;
}

NetJson single_net(const ServerSpec& server) {
    const std::vector<std::string> late = classes_completed_late(server.policy);
    const auto has = [&](std::string_view name) {
        return std::find(late.begin(), late.end(), name) != late.end();
    };
    NetJson places{{"queue", NetJson::object()}};
    NetJson rules = NetJson::array({net_rule("process", "loop", "to-server", {{"do", "receive"}})});
    if (!late.empty()) {
        places["written"] = NetJson::object();
        rules.push_back(net_rule("complete", "loop", "all written", {{"do", "completed"}}));
    }
    rules.push_back(net_rule("remove", "loop", "removal from queue", {{"do", "remove"}}));
    NetJson others = NetJson::array();
    for (const std::string& each : late) {
        // Trailers are HEADERS too, and have a release point of their own.
        NetJson when = each == "headers" ? NetJson{"not queue next trailers"} : NetJson::array();
        rules.push_back(
            net_rule("write " + each, "loop", each + " from queue",
                     {{"when", when}, {"do", {"write-start", "show"}}, {"put", "written"}}));
        others.push_back(each == "headers" && !has("trailers")
                             ? NetJson{"not queue next headers", "queue next trailers"}
                             : NetJson("not queue next " + each));
    }
    rules.push_back(net_rule("write", "loop", "frame from queue",
                             {{"when", others}, {"do", {"write-start", "show", "completed"}}}));
    rules.push_back(net_rule("answer", "request", "functions",
                             {{"when", "functions sendable"}, {"do", {"hand-over", "submit"}}}));
    return {{"emit", {{{"to", "queue"}, {"do", "encoded"}}}},
            {"threads", {{"request", {{"per_stream", true}}}}},
            {"places", places},
            {"rules", rules}};
}

NetJson locked_net() {
    const NetJson begins{"encoded", "write-start"};
    return {
        {"emit",
         {{{"frames", "removal"}, {"to", "own"}},
          {{"frames", "response"}, {"to", "writing"}, {"do", begins}},
          {{"frames", "early-reset"}, {"to", "last"}},
          {{"to", "own"}}}},
        {"threads", {{"request", {{"per_stream", true}}}}},
        {"places",
         {{"lock", {{"tokens", 1}}},
          {"own", NetJson::object()},
          {"wanting", {{"order", "any"}}},
          {"writing", NetJson::object()},
          {"written", NetJson::object()},
          {"last", NetJson::object()},
          {"own-writing", NetJson::object()},
          {"own-written", NetJson::object()}}},
        {"rules",
         {net_rule("process", "reader", "to-server",
                   {{"when", {"own empty", "own-writing empty", "own-written empty"}},
                    {"do", "receive"}}),
          net_rule("complete", "writer", "written", {{"do", "completed"}, {"put", "token lock"}}),
          net_rule("end", "writer", NetJson{"last", "lock"},
                   {{"urgent", true}, {"do", begins}, {"put", "writing"}}),
          net_rule("write", "writer", "writing", {{"do", "show"}, {"put", "written"}}),
          net_rule("complete its own", "reader", "own-written",
                   {{"do", "completed"}, {"put", "token lock"}}),
          net_rule("write its own", "reader", "own-writing",
                   {{"do", "show"}, {"put", "own-written"}}),
          net_rule("remove", "writer", "removal from own",
                   {{"when", "lock holds"}, {"do", "remove"}}),
          net_rule("begin its own", "reader", NetJson{"frame from own", "lock"},
                   {{"do", begins}, {"put", "own-writing"}}),
          net_rule("hand over", "request", "functions", {{"do", "hand-over"}, {"put", "wanting"}}),
          net_rule("begin", "request", NetJson{"wanting", "lock"},
                   {{"when", "wanting sendable"}, {"do", "submit"}})}}};
}

NetJson net_of_loop(const ServerSpec& server) {
    switch (server.loop) {
        case Loop::split: return SplitNet{server}.make();
        case Loop::single: return single_net(server);
        case Loop::locked: return locked_net();
    }
    return {};
}

}  // namespace

std::optional<NetJson> net_of_keys(const ServerSpec& server) {
    if (server.flush_queue_on_close) {
        return std::nullopt;
    }
    NetJson net{
        {"name", server.profile.empty() ? std::string{to_text(server.loop)} : server.profile},
        {"title", "What the keys of the scenario stand for"}};
    net.update(net_of_loop(server));
    return net;
}

std::optional<Scenario> with_net_of_keys(Scenario scenario) {
    const auto net = net_of_keys(scenario.server);
    if (!net) {
        return std::nullopt;
    }
    ServerSpec& server = scenario.server;
    server.net = NetRef{net_of_checked(nlohmann::json(*net))};
    const ServerSpec usual;
    server.loop = usual.loop;
    server.before_read = usual.before_read;
    server.orders = usual.orders;
    server.write_buffer = usual.write_buffer;
    return scenario;
}

}  // namespace sim
