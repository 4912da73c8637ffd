// RFC 7541, RFC 8441 and RFC 9218: where their requirements are in the ledger.

#include <array>

#include "tests/h2core/ledger_sentences.hpp"

namespace test {
namespace {

using enum KeyWord;

constexpr auto kOtherSentences = std::to_array<Sentence>({
    {"7541/1.2", must, "", kKeyWords},
    {"7541/1.2", must_not, "", kKeyWords},
    {"7541/1.2", should, "", kKeyWords},
    {"7541/1.2", should_not, "", kKeyWords},
    {"7541/1.2", recommended, "", kKeyWords},
    {"7541/2.1", must, "7541/2.1/encoder-order"},
    {"7541/2.1", must, "7541/2.1/decoder-order"},
    {"7541/2.3.2", must_not, "7541/2.3.2/duplicates"},
    {"7541/2.3.3", must, "7541/2.3.3/index"},
    {"7541/3.2", must, "7541/3.2/in-order 7541/3.2/truncated"},
    {"7541/4.2", must, "7541/6.3/limit"},
    {"7541/4.2", must, "7541/4.2/placement 7541/4.2/missing"},
    {"7541/4.2", must, "7541/4.2/missing"},
    {"7541/5.1", must, "7541/5.1/integer"},
    {"7541/5.2", must, "7541/5.2/padding"},
    {"7541/5.2", must, "7541/5.2/padding"},
    {"7541/5.2", must, "7541/5.2/eos"},
    {"7541/6.1", must, "7541/2.3.3/index"},
    {"7541/6.2.3", must, "7541/6.2.3/never-indexed"},
    {"7541/6.2.3", must, "7541/6.2.3/never-indexed"},
    {"7541/6.2.3", must, "7541/6.2.3/never-indexed"},
    {"7541/6.3", must, "7541/6.3/limit"},
    {"7541/6.3", must, "7541/6.3/limit"},
    {"7541/7.1.3", must_not, "7541/6.2.3/never-indexed"},
    {"7541/7.1.3", must, "7541/6.2.3/never-indexed"},
    {"8441/2", must, "", kKeyWords},
    {"8441/2", must_not, "", kKeyWords},
    {"8441/2", should, "", kKeyWords},
    {"8441/2", should_not, "", kKeyWords},
    {"8441/2", recommended, "", kKeyWords},
    {"8441/2", not_recommended, "", kKeyWords},
    {"8441/3", must, "8441/3/value"},
    {"8441/3", must_not, "8441/3/withdrawn"},
    {"8441/4", must, "8441/4/pseudo"},
    {"8441/4", must_not, "8441/4/no-tunnel"},
    {"8441/5", must, "8441/5/websocket"},
    {"8441/5", must, "8441/5/websocket"},
    {"8441/5", must, "8441/5/scheme"},
    {"8441/5", must_not, "8441/5/no-upgrade-fields"},
    {"9218/1.1", must, "", kKeyWords},
    {"9218/1.1", must_not, "", kKeyWords},
    {"9218/1.1", should, "", kKeyWords},
    {"9218/1.1", should_not, "", kKeyWords},
    {"9218/1.1", recommended, "", kKeyWords},
    {"9218/1.1", not_recommended, "", kKeyWords},
    {"9218/2.1", must, "9218/2.1/value"},
    {"9218/2.1", must, "9218/2.1/value"},
    {"9218/2.1", must, "9218/2.1/first-frame"},
    {"9218/2.1", must_not, "9218/2.1/changed"},
    {"9218/2.1", must, "9218/2.1/signals-ignored"},
    {"9218/2.1.1", should, "9218/2.1.1/both-signals"},
    {"9218/2.1.1", should, "9218/2.1.1/no-old-signals"},
    {"9218/2.1.1", should, "9218/2.1.1/no-new-signals"},
    {"9218/4", should, "9218/4/defaults"},
    {"9218/4", must, "9218/4/unknown-ignored"},
    {"9218/4.1", should, "9218/4.1/default-urgency"},
    {"9218/4.1", should_not, "9218/4.1/background"},
    {"9218/7", should, "9218/7/buffered"},
    {"9218/7.1", must, "9218/7.1/stream"},
    {"9218/7.1", must, "9218/7.1/stream"},
    {"9218/7.1", should, "9218/7.1/request-stream-state"},
    {"9218/7.1", must_not, "9218/7.1/idle-limit"},
    {"9218/7.1", must, "9218/7.1/idle-limit"},
    {"9218/7.1", should, "9218/7.1/push-stream-state"},
    {"9218/7.1", must_not, "9218/7.1/prioritized"},
    {"9218/7.1", must, "9218/7.1/prioritized"},
    {"9218/7.1", must, "9218/7.1/prioritized"},
    {"9218/7.1", must_not, "9218/7.1/from-server"},
    {"9218/7.1", must, "9218/7.1/from-server"},
    {"9218/7.2", must, "", kHttp3},
    {"9218/7.2", must, "", kHttp3},
    {"9218/7.2", must, "", kHttp3},
    {"9218/7.2", must, "", kHttp3},
    {"9218/7.2", must, "", kHttp3},
    {"9218/7.2", should, "", kHttp3},
    {"9218/7.2", must, "", kHttp3},
    {"9218/7.2", must, "", kHttp3},
    {"9218/7.2", must_not, "", kHttp3},
    {"9218/7.2", must, "", kHttp3},
    {"9218/10", recommended, "9218/10/urgency"},
    {"9218/10", recommended, "9218/10/incremental"},
    {"9218/10", should, "9218/10/sequential"},
    {"9218/10", should, "9218/10/shared"},
    {"9218/10", recommended, "9218/10/starvation"},
    {"9218/10.1", should, "9218/10.1/tunnels"},
    {"9218/12", should, "", kQuic},
    {"9218/13.2", should, "9218/13.2/coalesced"},
});

}  // namespace

std::span<const Sentence> sentences_of_others() {
    return kOtherSentences;
}

}  // namespace test
