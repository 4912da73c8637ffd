#include "tests/h2core/oracle/their_peer.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace oracle {

namespace {

void check(ssize_t result) {
    if (result < 0) {
        throw std::runtime_error{nghttp2_strerror(static_cast<int>(result))};
    }
}

std::string text(const std::uint8_t* octets, std::size_t size) {
    return {reinterpret_cast<const char*>(octets), size};
}

}  // namespace

struct TheirPeer::Callbacks {
    static int header(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name,
                      std::size_t name_size, const std::uint8_t* value, std::size_t value_size,
                      std::uint8_t, void* user) {
        static_cast<TheirPeer*>(user)
            ->received_[static_cast<std::uint32_t>(frame->hd.stream_id)]
            .fields.emplace_back(text(name, name_size), text(value, value_size));
        return 0;
    }
    static int data(nghttp2_session*, std::uint8_t, std::int32_t stream, const std::uint8_t*,
                    std::size_t size, void* user) {
        static_cast<TheirPeer*>(user)->received_[static_cast<std::uint32_t>(stream)].content +=
            size;
        return 0;
    }
    static int frame(nghttp2_session*, const nghttp2_frame* frame, void* user) {
        auto* peer = static_cast<TheirPeer*>(user);
        const std::uint8_t type = frame->hd.type;
        if (type == NGHTTP2_RST_STREAM || type == NGHTTP2_GOAWAY) {
            peer->complaint_ += "received frame of type " + std::to_string(type) + "\n";
        }
        if ((type == NGHTTP2_DATA || type == NGHTTP2_HEADERS) &&
            (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0) {
            peer->ended(frame->hd.stream_id);
        }
        return 0;
    }
    static int error(nghttp2_session*, int, const char* message, std::size_t size, void* user) {
        static_cast<TheirPeer*>(user)->complaint_ += std::string{message, size} + "\n";
        return 0;
    }
    static int invalid_frame(nghttp2_session*, const nghttp2_frame*, int code, void* user) {
        static_cast<TheirPeer*>(user)->complaint_ += std::string{nghttp2_strerror(code)} + "\n";
        return 0;
    }
    static ssize_t read(nghttp2_session*, std::int32_t stream, std::uint8_t* buffer,
                        std::size_t size, std::uint32_t* flags, nghttp2_data_source*, void* user) {
        std::size_t& left = static_cast<TheirPeer*>(user)->left_[stream];
        const std::size_t now = std::min(left, size);
        std::memset(buffer, 'x', now);
        left -= now;
        *flags |= left == 0 ? static_cast<std::uint32_t>(NGHTTP2_DATA_FLAG_EOF) : 0U;
        return static_cast<ssize_t>(now);
    }
};

TheirPeer::TheirPeer(h2::Role role, std::uint64_t seed, const h2::SettingList& settings)
    : role_{role}, seed_{seed} {
    nghttp2_session_callbacks* callbacks = nullptr;
    check(nghttp2_session_callbacks_new(&callbacks));
    nghttp2_session_callbacks_set_on_header_callback(callbacks, Callbacks::header);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, Callbacks::data);
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, Callbacks::frame);
    nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(callbacks,
                                                                 Callbacks::invalid_frame);
    nghttp2_session_callbacks_set_error_callback2(callbacks, Callbacks::error);
    nghttp2_session* session = nullptr;
    const int result = role == h2::Role::server
                           ? nghttp2_session_server_new(&session, callbacks, this)
                           : nghttp2_session_client_new(&session, callbacks, this);
    nghttp2_session_callbacks_del(callbacks);
    check(result);
    session_.reset(session);
    std::vector<nghttp2_settings_entry> entries;
    for (const h2::Setting& setting : settings.values) {
        entries.push_back({static_cast<std::int32_t>(setting.id), setting.value});
    }
    check(nghttp2_submit_settings(session, NGHTTP2_FLAG_NONE, entries.data(), entries.size()));
}

void TheirPeer::open_request() {
    send(next_, exchange::request(seed_, static_cast<std::uint32_t>(next_)));
    next_ += 2;
}

void TheirPeer::send(std::int32_t stream, const Message& message) {
    std::vector<nghttp2_nv> fields;
    const auto octets = [](const std::string& text) {  // the library copies, and has no const
        return const_cast<std::uint8_t*>(reinterpret_cast<const std::uint8_t*>(text.data()));
    };
    for (const auto& [name, value] : message.fields) {
        fields.push_back(
            {octets(name), octets(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE});
    }
    left_[stream] = message.content;
    nghttp2_data_provider content{};
    content.read_callback = Callbacks::read;
    nghttp2_data_provider* provider = message.content == 0 ? nullptr : &content;
    if (role_ == h2::Role::client) {
        check(nghttp2_submit_request(session_.get(), nullptr, fields.data(), fields.size(),
                                     provider, nullptr));
    } else {
        check(nghttp2_submit_response(session_.get(), stream, fields.data(), fields.size(),
                                      provider));
    }
}

void TheirPeer::receive(std::span<const std::byte> octets) {
    check(nghttp2_session_mem_recv(
        session_.get(), reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size()));
}

Octets TheirPeer::take_output() {
    Octets out;
    for (;;) {
        const std::uint8_t* data = nullptr;
        const ssize_t size = nghttp2_session_mem_send(session_.get(), &data);
        check(size);
        if (size == 0) {
            return out;
        }
        append(out, std::as_bytes(std::span{data, static_cast<std::size_t>(size)}));
    }
}

void TheirPeer::ended(std::int32_t stream) {
    const auto number = static_cast<std::uint32_t>(stream);
    received_[number].ended = true;
    if (role_ == h2::Role::server) {
        send(stream, exchange::response(seed_, number));
    }
}

}  // namespace oracle
