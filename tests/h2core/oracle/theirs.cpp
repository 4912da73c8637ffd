#include "tests/h2core/oracle/theirs.hpp"

#include <initializer_list>
#include <stdexcept>

namespace oracle {

namespace {

// A field that nghttp2 objects to is ignored unless this says that it matters.
int refuse_field(nghttp2_session*, const nghttp2_frame*, nghttp2_rcbuf*, nghttp2_rcbuf*,
                 std::uint8_t, void*) {
    return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
}
int take_field(nghttp2_session*, const nghttp2_frame*, nghttp2_rcbuf*, nghttp2_rcbuf*, std::uint8_t,
               void*) {
    return 0;
}

ssize_t no_data_yet(nghttp2_session*, std::int32_t, std::uint8_t*, std::size_t, std::uint32_t*,
                    nghttp2_data_source*, void*) {
    return NGHTTP2_ERR_DEFERRED;
}

void check(int result) {
    if (result < 0) {
        throw std::runtime_error{nghttp2_strerror(result)};
    }
}

nghttp2_session* create(h2::Role role) {
    nghttp2_session_callbacks* callbacks = nullptr;
    check(nghttp2_session_callbacks_new(&callbacks));
    nghttp2_session_callbacks_set_on_invalid_header_callback2(callbacks, refuse_field);
    nghttp2_session_callbacks_set_on_header_callback2(callbacks, take_field);
    nghttp2_option* option = nullptr;
    check(nghttp2_option_new(&option));
    nghttp2_option_set_no_auto_window_update(option, 1);  // our application consumes nothing either
    nghttp2_option_set_no_closed_streams(option, 1);
    if (role == h2::Role::server) {
        nghttp2_option_set_builtin_recv_extension_type(option, NGHTTP2_PRIORITY_UPDATE);
    }
    nghttp2_session* session = nullptr;
    const int result = role == h2::Role::server
                           ? nghttp2_session_server_new2(&session, callbacks, nullptr, option)
                           : nghttp2_session_client_new2(&session, callbacks, nullptr, option);
    nghttp2_option_del(option);
    nghttp2_session_callbacks_del(callbacks);
    check(result);
    return session;
}

nghttp2_nv field(std::string_view name, std::string_view value) {
    // The library copies both, and has no const.
    auto* n = const_cast<std::uint8_t*>(reinterpret_cast<const std::uint8_t*>(name.data()));
    auto* v = const_cast<std::uint8_t*>(reinterpret_cast<const std::uint8_t*>(value.data()));
    return {n, v, name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
}

Outcome fatal(ssize_t result) {
    switch (result) {
        case NGHTTP2_ERR_BAD_CLIENT_MAGIC: return connection_error(h2::ErrorCode::PROTOCOL_ERROR);
        case NGHTTP2_ERR_FLOODED:
        case -905:  // too many CONTINUATIONs; versions before 1.61 may have no name for it
            return connection_error(h2::ErrorCode::ENHANCE_YOUR_CALM);
        default: throw std::runtime_error{nghttp2_strerror(static_cast<int>(result))};
    }
}

// Worse than what is known so far?
void take(Outcome& outcome, const Outcome& next) {
    if (next.scope > outcome.scope) {
        outcome = next;
    }
}

}  // namespace

Theirs::Theirs(const Script& script) : session_{create(script.role)} {
    std::vector<nghttp2_settings_entry> entries;
    for (const h2::Setting& setting : script.settings.values) {
        entries.push_back({static_cast<std::int32_t>(setting.id), setting.value});
    }
    check(
        nghttp2_submit_settings(session_.get(), NGHTTP2_FLAG_NONE, entries.data(), entries.size()));
    (void)sent();
}

Outcome Theirs::receive(std::span<const std::byte> octets) {
    const ssize_t taken = nghttp2_session_mem_recv(
        session_.get(), reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size());
    if (taken < 0) {
        return fatal(taken);
    }
    return sent();
}

void Theirs::act(const Request& request) {
    std::vector<nghttp2_nv> fields = {field(":method", request.method)};
    if (request.method != "CONNECT") {
        fields.push_back(field(":scheme", "https"));
        fields.push_back(field(":path", "/"));
    }
    fields.push_back(field(":authority", "example.com:443"));
    nghttp2_data_provider content{};
    content.read_callback = no_data_yet;
    check(nghttp2_submit_request(session_.get(), nullptr, fields.data(), fields.size(),
                                 request.end_stream ? nullptr : &content, nullptr));
    (void)sent();
}

void Theirs::act(const Respond& respond) {
    const nghttp2_nv status = field(":status", "200");
    (void)nghttp2_submit_response(session_.get(), static_cast<std::int32_t>(respond.stream),
                                  &status, 1, nullptr);
    (void)sent();
}

void Theirs::act(const Reset& reset) {
    (void)nghttp2_submit_rst_stream(session_.get(), NGHTTP2_FLAG_NONE,
                                    static_cast<std::int32_t>(reset.stream), NGHTTP2_CANCEL);
    (void)sent();
}

void Theirs::act(const GoAway&) {
    nghttp2_session* session = session_.get();
    (void)nghttp2_submit_goaway(session, NGHTTP2_FLAG_NONE,
                                nghttp2_session_get_last_proc_stream_id(session), NGHTTP2_NO_ERROR,
                                nullptr, 0);
    (void)sent();
}

Outcome Theirs::sent() {
    Octets out;
    for (;;) {
        const std::uint8_t* data = nullptr;
        const ssize_t size = nghttp2_session_mem_send(session_.get(), &data);
        if (size <= 0) {
            break;
        }
        append(out, std::as_bytes(std::span{data, static_cast<std::size_t>(size)}));
    }
    std::span<const std::byte> rest = out;
    const Octets preface = magic();
    if (rest.size() >= preface.size() && std::equal(preface.begin(), preface.end(), rest.begin())) {
        rest = rest.subspan(preface.size());
    }
    Outcome outcome;
    while (rest.size() >= h2::kFrameHeaderSize) {
        const h2::FrameHeader header = h2::load_frame_header(rest.first<h2::kFrameHeaderSize>());
        const std::byte* payload = rest.data() + h2::kFrameHeaderSize;
        if (header.is(h2::FrameType::RST_STREAM)) {
            take(outcome, {Outcome::Scope::stream, header.stream,
                           static_cast<h2::ErrorCode>(h2::load_u32(payload))});
        } else if (header.is(h2::FrameType::GOAWAY)) {
            take(outcome, connection_error(static_cast<h2::ErrorCode>(h2::load_u32(payload + 4))));
        }
        rest = rest.subspan(h2::kFrameHeaderSize + header.length);
    }
    return outcome;
}

}  // namespace oracle
