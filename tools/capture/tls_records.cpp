// A record: type, version, length, and so many octets.

#include "tools/capture/tls_records.hpp"

#include <algorithm>

namespace tools {
namespace {

constexpr std::size_t kLargestRecord = 18'432;  // RFC 5246 section 6.2.3: 2^14 + 2,048

std::size_t index_of(End end) {
    return end == End::first ? 0 : 1;
}

std::uint8_t octet_of(std::span<const std::byte> octets, std::size_t at) {
    return std::to_integer<std::uint8_t>(octets[at]);
}

std::size_t length_in(std::span<const std::byte> header) {
    return std::size_t{octet_of(header, 3)} << 8U | octet_of(header, 4);
}

bool is_record_header(std::span<const std::byte> header) {
    const std::uint8_t type = octet_of(header, 0);
    return type >= 20 && type <= 24 && octet_of(header, 1) == 3 && octet_of(header, 2) <= 4 &&
           length_in(header) <= kLargestRecord;
}

}  // namespace

// No frame of HTTP/2 is as long as its first three octets would say.
bool begins_tls(std::span<const std::byte> octets) {
    if (octets.empty() || octet_of(octets, 0) < 20 || octet_of(octets, 0) > kTlsApplicationData) {
        return false;
    }
    return octets.size() >= 5 ? is_record_header(octets)
                              : octets.size() < 2 || octet_of(octets, 1) == 3;
}

TlsRecords::TlsRecords(std::size_t number, const Connected& connected) {
    connection.number = number;
    connection.connected = connected;
}

void TlsRecords::finish_record(End sender, const Moment& moment) {
    Direction& direction = directions_[index_of(sender)];
    TlsRecord record;
    record.sender = sender;
    record.type = octet_of(direction.header, 0);
    record.length = static_cast<std::uint16_t>(length_in(direction.header));
    record.complete = direction.complete;
    record.end = direction.end;
    record.moment = moment;
    record.moment.received = direction.received;
    connection.records.push_back(record);
    direction.in_header = 0;
}

void TlsRecords::give_up(End sender, std::uint64_t octets, const Moment& moment) {
    const std::size_t index = index_of(sender);
    if (!connection.is_broken[index]) {
        connection.is_broken[index] = true;
        TlsRecord record;
        record.sender = sender;
        record.moment = moment;
        record.end = directions_[index].end;
        connection.records.push_back(record);
    }
    connection.unknown[index] += octets;
}

void TlsRecords::add(End sender, std::span<const std::byte> octets, const Moment& moment) {
    Direction& direction = directions_[index_of(sender)];
    direction.complete = std::max(direction.complete, moment.record);
    while (!octets.empty()) {
        if (connection.is_broken[index_of(sender)]) {
            give_up(sender, octets.size(), moment);
            return;
        }
        std::size_t count = 1;
        if (direction.in_header < direction.header.size()) {
            if (direction.in_header == 0) {
                direction.received = moment.received;
            }
            direction.header[direction.in_header++] = octets.front();
            if (direction.in_header == direction.header.size()) {
                if (!is_record_header(direction.header)) {
                    give_up(sender, octets.size(), moment);
                    return;
                }
                direction.rest = length_in(direction.header);
            }
        } else {
            count = std::min(direction.rest, octets.size());
            direction.rest -= count;
        }
        direction.end += count;
        octets = octets.subspan(count);
        if (direction.in_header == direction.header.size() && direction.rest == 0) {
            finish_record(sender, moment);
        }
    }
}

void TlsRecords::miss(End sender, std::uint64_t octets, const Moment& moment) {
    give_up(sender, octets, moment);
}

}  // namespace tools
