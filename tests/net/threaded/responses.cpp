// Paths, and the order in which responses are handed out. Everything that frames refer to lives as
// long as the program.

#include "tests/net/threaded/responses.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

namespace threaded {
namespace {

constexpr std::uint32_t kMostInFrame = 16'384;  // octets

const h2::FieldList kOk{1, 0, {{.name = ":status", .value = "200"}}};
const h2::FieldList kNotFound{2, 0, {{.name = ":status", .value = "404"}}};
const h2::FieldList kTrailers{3, 0, {{.name = "x-trailer", .value = "the end"}}};

h2::Octets filler(std::uint32_t octets) {
    static const auto kFiller = [] {
        std::array<std::byte, kMostInFrame> all{};
        all.fill(std::byte{'x'});
        return all;
    }();
    return {kFiller.data(), octets};
}

std::string_view value_of(const h2::FieldList& request, std::string_view name) {
    const auto found = std::find_if(request.fields.begin(), request.fields.end(),
                                    [&](const h2::Field& field) { return field.name == name; });
    return found == request.fields.end() ? std::string_view{} : found->value;
}

// The number after that beginning of the path; nothing where it is another path.
std::optional<std::uint32_t> number_after(std::string_view beginning, std::string_view path) {
    if (!path.starts_with(beginning)) {
        return std::nullopt;
    }
    path.remove_prefix(beginning.size());
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(path.data(), path.data() + path.size(), number);
    const bool whole = error == std::errc{} && end == path.data() + path.size();
    return whole ? std::optional{number} : std::nullopt;
}

}  // namespace

void Responses::choose(Response& response, std::string_view path) {
    if (const auto octets = number_after("/bytes/", path)) {
        response.octets = *octets;
    } else if (const auto before_end = number_after("/early/", path)) {
        response.octets = *before_end;
        response.early = true;
    } else if (const auto with_trailers = number_after("/trailers/", path)) {
        response.octets = *with_trailers;
        response.trailers = true;
    } else {
        response.found = path == "/empty";
    }
}

Responses::Response* Responses::find(h2::StreamId stream) {
    const auto found = std::find_if(open_.begin(), open_.end(), [&](const Response& response) {
        return response.stream == stream;
    });
    return found == open_.end() ? nullptr : &*found;
}

void Responses::begin(h2::StreamId stream, const h2::FieldList& request, bool request_ended) {
    Response response;
    response.stream = stream;
    response.request_ended = request_ended;
    choose(response, value_of(request, ":path"));
    if (value_of(request, ":method") == "HEAD") {
        response.octets = 0;
        response.trailers = false;
    }
    open_.push_back(response);
}

void Responses::request_ends(h2::StreamId stream) {
    if (Response* response = find(stream)) {
        response->request_ended = true;
    }
}

void Responses::start(h2::StreamId stream) {
    if (Response* response = find(stream)) {
        response->started = true;
    }
}

void Responses::drop(h2::StreamId stream) {
    if (const Response* response = find(stream)) {
        if (response->started) {
            done_.push_back(stream);
        }
        std::erase_if(open_, [&](const Response& one) { return one.stream == stream; });
    }
}

std::optional<h2::SubmitHeaders> Responses::next_head() {
    const auto due = std::find_if(open_.begin(), open_.end(), [](const Response& response) {
        return response.started && !response.head_done &&
               (response.request_ended || response.early);
    });
    if (due == open_.end()) {
        return std::nullopt;
    }
    due->head_done = true;
    const h2::SubmitHeaders head{.stream = due->stream,
                                 .fields = {due->found ? &kOk : &kNotFound},
                                 .end_stream = due->empty()};
    if (head.end_stream) {
        drop(head.stream);
    }
    return head;
}

std::optional<h2::Command> Responses::next_body(const h2::Connection& connection) {
    for (auto response = open_.begin(); response != open_.end(); ++response) {
        if (!response->head_done) {
            continue;
        }
        const h2::StreamId stream = response->stream;
        if (response->octets == 0) {
            drop(stream);
            return h2::SubmitHeaders{.stream = stream, .fields = {&kTrailers}, .end_stream = true};
        }
        const std::int32_t window =
            std::min(connection.sendable(stream), connection.connection_send_window());
        if (window <= 0) {
            continue;
        }
        const std::uint32_t octets =
            std::min({response->octets, static_cast<std::uint32_t>(window), kMostInFrame});
        response->octets -= octets;
        const bool last = response->empty();
        std::rotate(response, response + 1, open_.end());
        if (last) {
            drop(stream);
        }
        return h2::SubmitData{stream, filler(octets), last};
    }
    return std::nullopt;
}

std::optional<h2::StreamId> Responses::next_done() {
    if (done_.empty()) {
        return std::nullopt;
    }
    const h2::StreamId stream = done_.front();
    done_.pop_front();
    return stream;
}

}  // namespace threaded
