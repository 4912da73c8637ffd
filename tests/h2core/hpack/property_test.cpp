// Properties of encoder and decoder together, for random fields, options, table sizes and changes
// of the size. Runs a hundred connections for each property; RC_PARAMS="max_success=…" for more.

#include <rapidcheck.h>

#include "tests/h2core/hpack/hpack_support.hpp"

namespace {

using namespace h2;
using namespace h2::hpack;

struct OwnedField {
    std::string name;
    std::string value;
    bool never_indexed = false;
};

// What happens on a connection, one after the other: limits of the peer, then a block.
struct Exchange {
    std::vector<std::uint32_t> limits;
    std::vector<OwnedField> fields;
};

void showValue(const OwnedField& field, std::ostream& out) {
    out << (field.never_indexed ? "! " : "");
    rc::show(field.name, out);
    out << ": ";
    rc::show(field.value, out);
}

void showValue(const Exchange& exchange, std::ostream& out) {
    out << "limits ";
    rc::show(exchange.limits, out);
    out << ", fields ";
    rc::show(exchange.fields, out);
}

// Names and values that repeat, and ones that do not: any octets, also long ones.
rc::Gen<std::string> text(const std::vector<std::string>& usual) {
    return rc::gen::weightedOneOf<std::string>(
        {{6, rc::gen::elementOf(usual)},
         {2, rc::gen::container<std::string>(rc::gen::arbitrary<char>())},
         {1, rc::gen::map(rc::gen::pair(rc::gen::inRange(0, 700), rc::gen::inRange('a', 'e')),
                          [](const std::pair<int, char>& run) {
                              return std::string(static_cast<std::size_t>(run.first), run.second);
                          })}});
}

rc::Gen<OwnedField> field() {
    return rc::gen::build<OwnedField>(
        rc::gen::set(&OwnedField::name, text({":method", ":path", ":status", "cookie", "date",
                                              "set-cookie", "x-a", "x-b", "x-c", "x-long-name"})),
        rc::gen::set(&OwnedField::value,
                     text({"", "GET", "/", "200", "a", "b", "c", "gzip, deflate", "1234567890"})),
        rc::gen::set(&OwnedField::never_indexed,
                     rc::gen::map(rc::gen::inRange(0, 10), [](int dice) { return dice == 0; })));
}

rc::Gen<std::uint32_t> table_size() {
    return rc::gen::oneOf(rc::gen::element<std::uint32_t>(0, 31, 32, 33, 64, 100, 256, 4'095, 4'096,
                                                          4'097, 65'536, 0xFFFF'FFFF),
                          rc::gen::inRange<std::uint32_t>(0, 1'000));
}

rc::Gen<Exchange> exchange() {
    const auto limits = rc::gen::oneOf(
        rc::gen::just(std::vector<std::uint32_t>{}),
        rc::gen::resize(4, rc::gen::container<std::vector<std::uint32_t>>(table_size())));
    return rc::gen::build<Exchange>(
        rc::gen::set(&Exchange::limits, limits),
        rc::gen::set(&Exchange::fields, rc::gen::container<std::vector<OwnedField>>(field())));
}

rc::Gen<EncoderOptions> options() {
    return rc::gen::build<EncoderOptions>(
        rc::gen::set(
            &EncoderOptions::huffman,
            rc::gen::element(HuffmanChoice::shorter, HuffmanChoice::always, HuffmanChoice::never)),
        rc::gen::set(&EncoderOptions::indexing,
                     rc::gen::element(IndexingChoice::incremental, IndexingChoice::all,
                                      IndexingChoice::nothing)),
        rc::gen::set(&EncoderOptions::table_size, table_size()));
}

std::vector<Field> views(const std::vector<OwnedField>& fields) {
    std::vector<Field> all;
    for (const OwnedField& field : fields) {
        all.push_back({field.name, field.value, field.never_indexed});
    }
    return all;
}

// Both sides of one direction.
struct Direction {
    Encoder encoder;
    Decoder decoder;
    FieldSection section;

    explicit Direction(const EncoderOptions& options) : encoder{options} {
        section.set_limits({0xFFFF'FFFF, 0xFFFF'FFFF});
    }
    test::Octets encode(const Exchange& exchange) {
        for (const std::uint32_t limit : exchange.limits) {
            encoder.set_limit(limit);
            decoder.set_limit(limit);
        }
        test::Octets block;
        encoder.encode(views(exchange.fields), block);
        return block;
    }
};

bool round_trips() {
    return rc::check("7541 what is encoded comes back, and the tables stay the same", [] {
        Direction direction{*options()};
        const auto exchanges = *rc::gen::container<std::vector<Exchange>>(exchange());
        for (const Exchange& exchange : exchanges) {
            const test::Octets block = direction.encode(exchange);
            RC_ASSERT(direction.decoder.decode(block, direction.section) == RuleId::none);
            RC_ASSERT(direction.section.list().fields == views(exchange.fields));
            RC_ASSERT(direction.encoder.table().capacity() == direction.decoder.table().capacity());
            RC_ASSERT(test::to_text(direction.encoder.table()) ==
                      test::to_text(direction.decoder.table()));
            RC_ASSERT(direction.encoder.table().octets() <= direction.encoder.table().capacity());
        }
    });
}

bool limits_change_nothing() {
    return rc::check("9113/10.5.1 limits of a section do not touch the table", [] {
        Direction direction{*options()};
        Decoder limited;
        FieldSection section;
        section.set_limits({*rc::gen::inRange(0U, 20U), *rc::gen::inRange(0U, 2'000U)});
        const auto exchanges = *rc::gen::container<std::vector<Exchange>>(exchange());
        for (const Exchange& exchange : exchanges) {
            for (const std::uint32_t limit : exchange.limits) {
                limited.set_limit(limit);
            }
            const test::Octets block = direction.encode(exchange);
            RC_ASSERT(direction.decoder.decode(block, direction.section) == RuleId::none);
            RC_ASSERT(limited.decode(block, section) == RuleId::none);
            RC_ASSERT(test::to_text(limited.table()) == test::to_text(direction.decoder.table()));
            const auto& kept = section.list().fields;
            const auto& all = direction.section.list().fields;
            RC_ASSERT(kept.size() <= section.limits().fields);
            RC_ASSERT((kept.size() == all.size()) == (section.excess() == RuleId::none));
            RC_ASSERT(std::equal(kept.begin(), kept.end(), all.begin()));
            RC_ASSERT(section.list_octets() == direction.section.list_octets());
        }
    });
}

bool truncations() {
    return rc::check("7541/3.2 a truncated block is truncated, or ends with a representation", [] {
        Direction direction{*options()};
        const auto exchanges =
            *rc::gen::resize(10, rc::gen::container<std::vector<Exchange>>(exchange()));
        for (const Exchange& exchange : exchanges) {
            const test::Octets block = direction.encode(exchange);
            std::size_t valid = 0;
            for (std::size_t size = 0; size < std::min<std::size_t>(block.size(), 300); ++size) {
                Decoder decoder = direction.decoder;
                FieldSection section;
                const RuleId rule = decoder.decode({block.data(), size}, section);
                valid += rule == RuleId::none ? 1 : 0;
                // A size update that was announced may be what is cut off.
                RC_ASSERT(rule == RuleId::none || rule == RuleId::hpack_truncated ||
                          (rule == RuleId::hpack_size_update_missing && size < 13));
                const auto& fields = section.list().fields;
                RC_ASSERT(std::equal(fields.begin(), fields.end(), views(exchange.fields).begin()));
            }
            RC_ASSERT(valid <= exchange.fields.size() + 2);
            RC_ASSERT(direction.decoder.decode(block, direction.section) == RuleId::none);
        }
    });
}

bool any_octets() {
    return rc::check("7541 any octets are decoded or refused", [] {
        Decoder decoder;
        FieldSection section;
        RuleId rule = RuleId::none;
        while (rule == RuleId::none) {
            const auto block =
                *rc::gen::container<std::vector<std::uint8_t>>(rc::gen::arbitrary<std::uint8_t>());
            rule = decoder.decode(std::as_bytes(std::span{block}), section);
            RC_ASSERT(decoder.table().octets() <= decoder.table().capacity());
            RC_ASSERT(rule == RuleId::none ||
                      (rule >= RuleId::hpack_index && rule <= RuleId::hpack_size_update_missing));
            if (block.empty()) {
                break;
            }
        }
    });
}

}  // namespace

int main() {
    const bool passed[] = {round_trips(), limits_change_nothing(), truncations(), any_octets()};
    return std::all_of(std::begin(passed), std::end(passed), [](bool one) { return one; }) ? 0 : 1;
}
