// A record that is deciphered is known by the packet in which it was complete, and by its length:
// that of the octets inside, and of a tag, a nonce, a type, padding (RFC 8446 section 5.2, RFC 5246
// section 6.2.3). Records of handshakes and alerts have no octets inside that are told.

#include "tools/capture/tls_teller.hpp"

#include <algorithm>

namespace tools {
namespace {

std::size_t side_of(End end) {
    return end == End::first ? 0 : 1;
}

enum class Fit : std::uint8_t { none, possible, exact };

// TLS 1.3 without padding: 17; of TLS 1.2 AES-GCM and CCM: 24, ChaCha20: 16.
Fit fit(const TlsRecord& record, std::size_t inside) {
    constexpr std::size_t kLeast = 16;
    if (record.type != kTlsApplicationData || record.length < inside + kLeast) {
        return Fit::none;
    }
    const std::size_t more = record.length - inside;
    return more == 16 || more == 17 || more == 24 ? Fit::exact : Fit::possible;
}

// The record of that sender with so many octets inside that was complete with this packet, from
// `begin`; the size if there is none.
std::size_t find_record(const std::vector<TlsRecord>& records, std::size_t begin, End sender,
                        std::uint64_t frame, std::size_t inside) {
    std::size_t possible = records.size();
    for (std::size_t i = begin; i < records.size(); ++i) {
        const TlsRecord& record = records[i];
        if (record.sender != sender || record.complete < frame) {
            continue;
        }
        if (record.complete > frame || record.type == 0) {
            break;
        }
        const Fit how = fit(record, inside);
        if (how == Fit::exact) {
            return i;
        }
        if (how == Fit::possible && possible == records.size()) {
            possible = i;
        }
    }
    return possible;
}

}  // namespace

TlsTeller::TlsTeller(std::vector<TlsConnection> connections, Recording& out) : out_{out} {
    for (TlsConnection& connection : connections) {
        all_.emplace_back().tls = std::move(connection);
    }
}

// An address and port that were used again: the connection that had begun before the packet.
TlsTeller::Secured* TlsTeller::connection_of(const UpperPdu& pdu, End& sender) {
    const auto [found, is_new] = by_ends_.try_emplace({pdu.segment.source, pdu.segment.target});
    const std::string from = to_text(pdu.segment.source);
    if (is_new) {
        const std::string to = to_text(pdu.segment.target);
        for (std::size_t i = 0; i < all_.size(); ++i) {
            const Connected& connected = all_[i].tls.connected;
            if ((connected.first == from && connected.second == to) ||
                (connected.first == to && connected.second == from)) {
                found->second.push_back(i);
            }
        }
    }
    Secured* last = nullptr;
    for (const std::size_t i : found->second) {
        Secured& secured = all_[i];
        if (secured.tls.connected.record <= pdu.frame) {
            last = &secured;
        }
    }
    if (last != nullptr) {
        sender = last->tls.connected.first == from ? End::first : End::second;
    }
    return last;
}

void TlsTeller::align(const UpperPdu& pdu) {
    End sender = End::first;
    Secured* const secured = connection_of(pdu, sender);
    if (secured == nullptr) {
        return;
    }
    if (pdu.protocol != "http2") {
        secured->protocol = pdu.protocol;
        return;
    }
    Direction& direction = secured->directions[side_of(sender)];
    std::vector<TlsRecord>& records = secured->tls.records;
    const std::size_t at =
        find_record(records, direction.aligned, sender, pdu.frame, pdu.segment.octets.size());
    if (at < records.size()) {
        records[at].inside = static_cast<std::uint16_t>(pdu.segment.octets.size());
        records[at].is_deciphered = true;
        direction.aligned = at + 1;
    } else if (!secured->tls.is_broken[side_of(sender)]) {
        secured->fails = true;
    }
}

void TlsTeller::begin(Secured& secured) {
    if (!secured.is_begun) {
        secured.is_begun = true;
        Connected connected = secured.tls.connected;
        connected.secured = true;
        connected.vantage = secured.fails ? Vantage::none : Vantage::wire;
        out_.begins(secured.tls.number, connected);
    }
}

void TlsTeller::tell(const UpperPdu& pdu) {
    End sender = End::first;
    Secured* const secured = connection_of(pdu, sender);
    if (secured == nullptr || pdu.protocol != "http2") {
        return;
    }
    if (secured->fails) {
        begin(*secured);
        out_.sends(secured->tls.number, sender, pdu.segment.octets, Moment{pdu.frame, -1, 0});
        return;
    }
    const std::vector<TlsRecord>& records = secured->tls.records;
    Direction& direction = secured->directions[side_of(sender)];
    while (direction.taken < direction.aligned &&
           (records[direction.taken].sender != sender || !records[direction.taken].is_deciphered)) {
        ++direction.taken;
    }
    const std::span<const std::byte> octets = pdu.segment.octets;
    if (direction.taken < direction.aligned && records[direction.taken].complete == pdu.frame &&
        records[direction.taken].inside == octets.size()) {
        secured->waiting.emplace(direction.taken++,
                                 std::vector<std::byte>{octets.begin(), octets.end()});
        tell_waiting(*secured);
    }
}

// Octets inside the records of that sender that are whole within so many octets of its stream;
// asked in a growing order.
std::uint64_t TlsTeller::octets_within(Secured& secured, End sender, std::uint64_t end) {
    Direction& direction = secured.directions[side_of(sender)];
    const std::vector<TlsRecord>& records = secured.tls.records;
    for (; direction.counted < records.size(); ++direction.counted) {
        const TlsRecord& record = records[direction.counted];
        if (record.sender == sender) {
            if (record.end > end || record.type == 0) {
                break;
            }
            direction.octets += record.inside;
        }
    }
    return direction.octets;
}

// Records in the order in which they passed.
void TlsTeller::tell_waiting(Secured& secured) {
    const std::vector<TlsRecord>& records = secured.tls.records;
    for (; secured.told < records.size(); ++secured.told) {
        const TlsRecord& record = records[secured.told];
        Moment moment = record.moment;
        moment.received = octets_within(secured, other_end(record.sender), record.moment.received);
        if (record.type == 0) {
            begin(secured);
            out_.misses(secured.tls.number, record.sender,
                        secured.tls.unknown[side_of(record.sender)], moment);
        } else if (record.is_deciphered) {
            const auto octets = secured.waiting.find(secured.told);
            if (octets == secured.waiting.end()) {
                return;
            }
            begin(secured);
            out_.sends(secured.tls.number, record.sender, octets->second, moment);
            secured.waiting.erase(octets);
        }
    }
}

void TlsTeller::end(const std::string& reason) {
    for (Secured& secured : all_) {
        if (secured.is_begun) {
            if (!secured.fails) {
                tell_waiting(secured);
            }
            out_.ends(secured.tls.number, secured.tls.how);
        } else if (!secured.protocol.empty()) {
            out_.cannot_read(secured.tls.number, secured.tls.connected,
                             "inside TLS it is " + secured.protocol + ", not HTTP/2");
        } else if (secured.tls.records.empty() ||
                   secured.tls.records.front().type != kTlsHandshake) {
            out_.cannot_read(secured.tls.number, secured.tls.connected,
                             "it is TLS from the middle: without its handshake nothing deciphers "
                             "it");
        } else {
            out_.cannot_read(secured.tls.number, secured.tls.connected, reason);
        }
    }
}

std::size_t TlsTeller::without_order() const {
    return static_cast<std::size_t>(std::ranges::count_if(
        all_, [](const Secured& secured) { return secured.is_begun && secured.fails; }));
}

std::size_t TlsTeller::up_to_a_gap() const {
    return static_cast<std::size_t>(std::ranges::count_if(all_, [](const Secured& secured) {
        return secured.is_begun && (secured.tls.is_broken[0] || secured.tls.is_broken[1]);
    }));
}

}  // namespace tools
