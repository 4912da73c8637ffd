// The canonical form: what is written can be read back, and shows every difference.

#include "h2core/canonical.hpp"

#include <cstring>
#include <type_traits>
#include <vector>

#include "tests/support/frames.hpp"

using namespace h2;
using namespace test;

namespace {

const FieldList kFields = {1, 30, {{":status", "200"}}};
const SettingList kList = {1, {{SettingId::MAX_CONCURRENT_STREAMS, 3}}};

// Octets as they come; interned values by address.
struct Writer {
    static constexpr bool kReading = false;
    std::vector<unsigned char> octets;

    template <class... Ts>
    void scalars(const Ts&... values) {
        (append(values), ...);
    }
    void reference(const Fields& fields) { append(fields.list); }
    void reference(const Octets& value) {
        append(value.data);
        append(value.size);
    }
    void reference(const SettingList* const& list) { append(list); }

  private:
    template <class T>
    void append(const T& value) {
        const auto* first = reinterpret_cast<const unsigned char*>(&value);
        octets.insert(octets.end(), first, first + sizeof(T));
    }
};

struct Reader {
    static constexpr bool kReading = true;
    const std::vector<unsigned char>& octets;
    std::size_t position = 0;

    template <class... Ts>
    void scalars(Ts&... values) {
        (take(values), ...);
    }
    void reference(Fields& fields) { take(fields.list); }
    void reference(Octets& value) {
        take(value.data);
        take(value.size);
    }
    void reference(const SettingList*& list) { take(list); }

  private:
    template <class T>
    void take(T& value) {
        REQUIRE(position + sizeof(T) <= octets.size());
        std::memcpy(&value, octets.data() + position, sizeof(T));
        position += sizeof(T);
    }
};

template <class T>
std::vector<unsigned char> written(const T& value) {
    Writer writer;
    transfer(writer, value);
    return writer.octets;
}

template <class T>
T read_into(T value, const std::vector<unsigned char>& octets) {
    Reader reader{octets};
    transfer(reader, value);
    CHECK(reader.position == octets.size());
    return value;
}

// Distinct states of a server, each one step from the one before.
std::vector<Connection> a_life(const Policy& policy) {
    std::vector<Connection> life;
    Connection connection = server(policy, limit(4));
    const auto keep = [&life, &connection] { life.push_back(connection); };
    keep();
    (void)connection.receive(headers(1));
    keep();
    (void)connection.receive(headers(3, true));
    keep();
    (void)connection.receive(data(1, 10));
    keep();
    (void)submit(connection, SubmitSettings{&kList});
    keep();
    (void)connection.receive(window_update(0, 3));
    keep();
    (void)connection.receive(window_update(1, 3));
    keep();
    const Frame last = respond_with_headers(connection, 3);
    keep();
    (void)connection.report(WriteStage::encoded, last);
    keep();
    (void)connection.write_started(last);
    keep();
    (void)connection.write_completed(last);
    keep();
    (void)submit(connection, RequestDone{stream(3)});
    keep();
    (void)submit(connection, SubmitReset{stream(1), ErrorCode::CANCEL});
    keep();
    (void)submit(connection, ForgetReset{stream(1)});
    keep();
    (void)connection.receive(headers(5));
    (void)submit(connection, SubmitPush{stream(5), {}});
    keep();
    (void)connection.receive(settings_ack());
    keep();
    (void)submit(connection, SubmitGoAway{ErrorCode::NO_ERROR, true});
    keep();
    (void)submit(connection, SubmitGoAway{ErrorCode::NO_ERROR, false});
    keep();
    (void)connection.receive(goaway(2));
    keep();
    (void)connection.receive(goaway(0));
    keep();
    (void)connection.receive(Continuation{stream(1)});
    keep();
    return life;
}

Policy closing_policy() {
    Policy policy;
    policy.release.headers = WriteStage::completion;
    policy.closing_counter = ClosingCounter::separate;
    return policy;
}

}  // namespace

TEST_CASE("canonical: a connection is read back as it was written", "[canonical]") {
    const Policy policy = closing_policy();
    const std::vector<Connection> life = a_life(policy);
    for (const Connection& from : life) {
        for (const Connection& into : life) {
            CHECK(read_into(into, written(from)) == from);
        }
    }
    const Connection fresh{Role::server, policy};
    CHECK(read_into(life.back(), written(fresh)) == fresh);
    CHECK_FALSE(fresh == server(policy));
}

TEST_CASE("canonical: connections are equal when they are written equally", "[canonical]") {
    const Policy policy = closing_policy();
    const std::vector<Connection> life = a_life(policy);
    for (std::size_t i = 0; i < life.size(); ++i) {
        for (std::size_t j = 0; j < life.size(); ++j) {
            CAPTURE(i, j);
            CHECK((life[i] == life[j]) == (i == j));
            CHECK((written(life[i]) == written(life[j])) == (i == j));
        }
    }
}

TEST_CASE("canonical: what is remembered of streams that are gone is state", "[canonical]") {
    const Policy policy;
    Connection remembers = server(policy, limit(0));
    (void)remembers.receive(headers(1));
    Connection forgot = remembers;
    (void)submit(forgot, ForgetReset{stream(1)});
    CHECK(remembers.streams() == forgot.streams());
    CHECK_FALSE(remembers == forgot);
    CHECK_FALSE(written(remembers) == written(forgot));
}

TEST_CASE("9113/5.1.1 an endpoint that has used all identifiers opens no more",
          "[rfc9113][5.1.1]") {
    const Policy policy;
    // Nobody opens 2^30 streams in a test: a fresh connection is read back with its next
    // identifier overwritten by the last one. Before it: two initial Settings of one octet, three
    // sizes, two windows.
    const auto at_the_end = [&policy](Role role) {
        std::vector<unsigned char> octets = written(Connection::established(role, {}, {}, policy));
        const std::size_t position = 2 * 1 + 3 * 2 + 2 * 4;
        std::uint32_t next = 0;
        std::memcpy(&next, octets.data() + position, sizeof next);
        REQUIRE(next == StreamId::first(role).value());
        next = StreamId::kMax - (role == Role::client ? 0 : 1);
        std::memcpy(octets.data() + position, &next, sizeof next);
        return read_into(Connection::established(role, {}, {}, policy), octets);
    };
    Connection last_request = at_the_end(Role::client);
    CHECK(last_request.can_open());
    (void)submit(last_request, SubmitHeaders{stream(StreamId::kMax), {}, true, false});
    CHECK_FALSE(last_request.can_open());
    CHECK(refusal(last_request, SubmitHeaders{last_request.next_stream_id(), {}, true, false}) ==
          Refusal::stream_ids_exhausted);
    CHECK(last_request.receive(headers(StreamId::kMax, true)).verdict == accepted());
    CHECK(last_request.receive(rst(1)).verdict == discarded(RuleId::implicitly_closed));

    Connection last_push = at_the_end(Role::server);
    CHECK(last_push.receive(headers(1, true)).verdict == accepted());
    (void)submit(last_push, SubmitPush{stream(1), {}});
    CHECK(refusal(last_push, SubmitPush{stream(1), {}}) == Refusal::stream_ids_exhausted);
}

TEST_CASE("canonical: a frame is read back as it was written", "[canonical]") {
    const std::byte octet{7};
    Headers headers_frame;
    headers_frame.stream = stream(3);
    headers_frame.fields = Fields{&kFields};
    headers_frame.has_priority = true;
    headers_frame.padding = 9;
    headers_frame.priority = {stream(1), 200, true};
    const std::vector<Frame> frames = {
        Data{stream(1), {&octet, 1}, 5, true},
        headers_frame,
        Priority{stream(5), {stream(3), 17, true}},
        rst(7, ErrorCode::ENHANCE_YOUR_CALM),
        settings(kList),
        settings_ack(),
        PushPromise{stream(1), stream(2), Fields{&kFields}},
        Ping{0x0123'4567'89ab'cdefULL, true},
        GoAway{stream(9), ErrorCode::CANCEL, {nullptr, 4}},
        window_update(0, 77),
        Continuation{stream(11)},
        UnknownFrame{stream(13), 0x42, 0x81, {nullptr, 3}},
    };
    for (const Frame& from : frames) {
        for (const Frame& into : frames) {
            CAPTURE(name(from), name(into));
            CHECK(read_into(into, written(from)) == from);
            CHECK((written(from) == written(into)) == (from == into));
        }
    }
}

TEST_CASE("canonical: a sequence is its size and its elements", "[canonical]") {
    const InlineVector<StreamId, 2> three = {stream(1), stream(3), stream(5)};
    const std::vector<unsigned char> octets = written(three);
    CHECK(octets.size() == 2 + 3 * 4);
    CHECK(read_into(InlineVector<StreamId, 2>{stream(9)}, octets) == three);
    CHECK(read_into(three, written(InlineVector<StreamId, 2>{})).empty());
}
