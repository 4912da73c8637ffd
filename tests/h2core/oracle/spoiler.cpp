#include "tests/h2core/oracle/spoiler.hpp"

#include <array>
#include <cstddef>

namespace oracle {

namespace {

using h2::Field;

// Put anywhere, or in the place of a field of that name.
constexpr std::array kFields = {
    Field{"X-Upper", "x"},
    Field{"", "x"},
    Field{"x y", "x"},
    Field{"x:y", "x"},
    Field{"x\"y", "x"},
    Field{"x\x7f", "x"},
    Field{"x\x80", "x"},
    Field{"x-nul", std::string_view{"a\0b", 3}},
    Field{"x-lf", "a\nb"},
    Field{"x-cr", "a\r"},
    Field{"x-control", "a\x01z"},
    Field{"x-delete", "a\x7fz"},
    Field{"x-8-bit", "a\xffz"},
    Field{"x-blank", " a"},
    Field{"x-blank", "a\t"},
    Field{"x-empty", ""},
    Field{"connection", "close"},
    Field{"keep-alive", "x"},
    Field{"proxy-connection", "x"},
    Field{"transfer-encoding", "chunked"},
    Field{"upgrade", "h2c"},
    Field{"te", "trailers"},
    Field{"te", "Trailers"},
    Field{"te", "gzip"},
    Field{"te", ""},
    Field{"cookie", "a=b"},
    Field{"cookie", ""},
    Field{"host", "example.com"},
    Field{"host", "other.example"},
    Field{"host", "user@host"},
    Field{"host", ""},
    Field{"content-length", "0"},
    Field{"content-length", "5"},
    Field{"content-length", "5, 5"},
    Field{"content-length", ""},
    Field{"content-length", "-1"},
    Field{"content-length", "5x"},
    Field{"content-length", "9223372036854775808"},
    Field{":method", "GET"},
    Field{":method", "OPTIONS"},
    Field{":method", "CONNECT"},
    Field{":method", "HEAD"},
    Field{":method", ""},
    Field{":method", "G T"},
    Field{":method", "get"},
    Field{":scheme", "http"},
    Field{":scheme", "HTTPS"},
    Field{":scheme", "ftp"},
    Field{":scheme", ""},
    Field{":scheme", "1x"},
    Field{":path", "/x y"},
    Field{":path", "/x\x7f"},
    Field{":path", "/\xff"},
    Field{":path", "/a?b#c"},
    Field{":path", "*"},
    Field{":path", ""},
    Field{":path", "x"},
    Field{":authority", ""},
    Field{":authority", "example.com:443"},
    Field{":authority", "user@example.com"},
    Field{":authority", "a/b"},
    Field{":authority", "a b"},
    Field{":authority", "other.example"},
    Field{":protocol", "websocket"},
    Field{":protocol", ""},
    Field{":status", "200"},
    Field{":status", "100"},
    Field{":status", "101"},
    Field{":status", "204"},
    Field{":status", "304"},
    Field{":status", "099"},
    Field{":status", "2000"},
    Field{":status", "20"},
    Field{":status", "2x0"},
    Field{":status", ""},
    Field{":unknown", "x"},
    Field{":", "x"},
};

std::size_t position(support::SplitMix64& random, std::size_t size) {
    return static_cast<std::size_t>(random.below(size));
}

}  // namespace

void spoil(std::vector<Field>& fields, support::SplitMix64& random) {
    const Field& odd = kFields[position(random, kFields.size())];
    const std::size_t place = position(random, fields.size() + 1);
    switch (random.below(4)) {
        case 0:
            if (place < fields.size()) {
                fields.erase(fields.begin() + static_cast<std::ptrdiff_t>(place));
            }
            return;
        case 1:
            if (place < fields.size()) {
                std::swap(fields[place], fields[position(random, fields.size())]);
            }
            return;
        case 2: fields.insert(fields.begin() + static_cast<std::ptrdiff_t>(place), odd); return;
        default: break;
    }
    for (Field& field : fields) {
        if (field.name == odd.name) {
            field.value = odd.value;
            return;
        }
    }
    fields.insert(odd.name.substr(0, 1) == ":" ? fields.begin() : fields.end(), odd);
}

}  // namespace oracle
