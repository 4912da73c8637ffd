// The words of a net, and what follows from its rules: which places frames of the server pass.

#include "sim/net/net.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace sim {

std::string_view name(ItemClass value) {
    switch (value) {
        case ItemClass::any: return "any";
        case ItemClass::token: return "token";
        case ItemClass::read: return "read";
        case ItemClass::frame: return "frame";
        case ItemClass::turn: return "turn";
        case ItemClass::exit: return "exit";
        case ItemClass::removal: return "removal";
        case ItemClass::headers: return "headers";
        case ItemClass::data: return "data";
        case ItemClass::reset: return "reset";
        case ItemClass::trailers: return "trailers";
        case ItemClass::response: return "response";
        case ItemClass::connection: return "connection";
        case ItemClass::closing: return "closing";
        case ItemClass::counted: return "counted";
        case ItemClass::early_reset: return "early-reset";
    }
    return {};
}

std::string_view name(NetVerb value) {
    switch (value) {
        case NetVerb::receive: return "receive";
        case NetVerb::hand_over: return "hand-over";
        case NetVerb::submit: return "submit";
        case NetVerb::returned: return "returned";
        case NetVerb::encoded: return "encoded";
        case NetVerb::write_start: return "write-start";
        case NetVerb::show: return "show";
        case NetVerb::completed: return "completed";
        case NetVerb::remove: return "remove";
    }
    return {};
}

std::string_view name(FunctionWaits value) {
    switch (value) {
        case FunctionWaits::completed: return "completed";
        case FunctionWaits::visible: return "visible";
        case FunctionWaits::accepted: return "accepted";
        case FunctionWaits::nothing: return "nothing";
    }
    return {};
}

std::string_view name_of(const Net& net, PlaceIndex place) {
    if (place == kToServer) {
        return "to-server";
    }
    if (place == kFunctions) {
        return "functions";
    }
    return place == kNoPlace ? std::string_view{} : std::string_view{net.places[place].name};
}

std::string to_text(const Net& net, const NetTake& take) {
    const std::string number = take.most == 1   ? ""
                               : take.most == 0 ? "all "
                                                : fmt::format("up to {} ", take.most);
    const std::string only =
        take.only == ItemClass::any ? "" : fmt::format("{} from ", name(take.only));
    return fmt::format("{}{}{}", number, only, name_of(net, take.place));
}

std::string to_text(const Net& net, const NetCondition& condition) {
    std::string text =
        fmt::format("{}{}", condition.negated ? "not " : "", name_of(net, condition.place));
    switch (condition.kind) {
        case NetCondition::Kind::empty: return text + " empty";
        case NetCondition::Kind::holds:
            return fmt::format(
                "{} holds{}{}", text,
                condition.count == 1 ? "" : fmt::format(" {}", condition.count),
                condition.only == ItemClass::any ? "" : fmt::format(" {}", name(condition.only)));
        case NetCondition::Kind::next: return fmt::format("{} next {}", text, name(condition.only));
        case NetCondition::Kind::at_limit: return text + " at limit";
        case NetCondition::Kind::fits:
            return fmt::format("{} fits {}", text, name_of(net, condition.buffer));
        case NetCondition::Kind::sendable: return text + " sendable";
    }
    return text;
}

std::string to_text(const Net& net, const NetPut& put) {
    return fmt::format("{}{}", put.token ? "token " : "", name_of(net, put.place));
}

std::vector<bool> outbound_places(const Net& net) {
    std::vector<bool> outbound(net.places.size());
    for (const NetEmission& emission : net.emissions) {
        outbound[emission.to] = true;
    }
    const auto is_outbound = [&](const NetTake& take) {
        return take.place < net.places.size() && outbound[take.place];
    };
    for (bool more = true; more;) {
        more = false;
        const auto reach = [&](PlaceIndex place) {
            if (place < outbound.size() && !outbound[place]) {
                outbound[place] = more = true;
            }
        };
        for (const NetRule& rule : net.rules) {
            if (std::any_of(rule.takes.begin(), rule.takes.end(), is_outbound)) {
                for (const NetPut& put : rule.puts) {
                    // A lock that is given back is nothing on its way.
                    if (net.places[put.place].tokens == 0) {
                        reach(put.place);
                    }
                }
            }
        }
        for (std::size_t i = 0; i < net.places.size(); ++i) {
            if (outbound[i]) {
                reach(net.places[i].overflows_to);
            }
        }
    }
    return outbound;
}

std::uint32_t count_of_buffers(const Net& net) {
    return static_cast<std::uint32_t>(
        std::count_if(net.places.begin(), net.places.end(),
                      [](const NetPlace& place) { return place.octets > 0; }));
}

std::vector<bool> waiting_places(const Net& net) {
    std::vector<bool> waiting(net.places.size());
    for (const NetEmission& emission : net.emissions) {
        waiting[emission.to] = std::find(emission.does.begin(), emission.does.end(),
                                         NetVerb::write_start) == emission.does.end();
    }
    return waiting;
}

}  // namespace sim
