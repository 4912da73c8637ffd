#include "sim/event.hpp"

namespace sim {

std::string_view name(EventKind kind) {
    switch (kind) {
        case EventKind::client_receive: return "client_receive";
        case EventKind::client_control: return "client_control";
        case EventKind::client_ping: return "client_ping";
        case EventKind::client_open: return "client_open";
        case EventKind::client_body: return "client_body";
        case EventKind::client_reset: return "client_reset";
        case EventKind::client_goaway: return "client_goaway";
        case EventKind::client_script: return "client_script";
        case EventKind::reader_read: return "reader_read";
        case EventKind::loop_process: return "loop_process";
        case EventKind::loop_block: return "loop_block";
        case EventKind::loop_complete: return "loop_complete";
        case EventKind::loop_take: return "loop_take";
        case EventKind::writer_write: return "writer_write";
        case EventKind::writer_post: return "writer_post";
        case EventKind::request_step: return "request_step";
        case EventKind::request_return: return "request_return";
        case EventKind::reader_write: return "reader_write";
        case EventKind::server_settings: return "server_settings";
        case EventKind::server_shutdown: return "server_shutdown";
        case EventKind::server_close: return "server_close";
        case EventKind::clock_advance: return "clock_advance";
    }
    return "unknown";
}

}  // namespace sim
