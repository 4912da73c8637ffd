#pragma once
// What is asked for and what has been answered of it, for the streams of one connection.

#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>

#include "h2core/command.hpp"
#include "h2core/connection.hpp"
#include "h2core/field_list.hpp"

namespace threaded {

class Responses {
  public:
    // HEADERS of a request.
    void begin(h2::StreamId stream, const h2::FieldList& request, bool request_ended);
    void request_ends(h2::StreamId stream);
    // The core lets the request function run.
    void start(h2::StreamId stream);
    void drop(h2::StreamId stream);

    // The head of a response, where one is due: each once.
    std::optional<h2::SubmitHeaders> next_head();
    // The next DATA or trailers that the windows let pass; streams take turns.
    std::optional<h2::Command> next_body(const h2::Connection& connection);
    // A stream whose response was handed out to its end: each once.
    std::optional<h2::StreamId> next_done();

  private:
    struct Response {
        h2::StreamId stream;
        std::uint32_t octets = 0;  // of DATA, not yet handed out
        bool found = true;         // else 404
        bool trailers = false;
        bool early = false;  // does not wait for the request's end
        bool request_ended = false;
        bool started = false;
        bool head_done = false;
        [[nodiscard]] bool empty() const { return octets == 0 && !trailers; }
    };
    static void choose(Response& response, std::string_view path);
    Response* find(h2::StreamId stream);

    std::deque<Response> open_;
    std::deque<h2::StreamId> done_;
};

}  // namespace threaded
