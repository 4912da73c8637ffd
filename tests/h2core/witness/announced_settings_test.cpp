// What is in force, and what is allowed, while SETTINGS are on their way.

#include "h2core/witness/announced_settings.hpp"

#include <catch2/catch.hpp>

using h2::AnnouncedSettings;
using h2::SettingId;
using h2::SettingList;

TEST_CASE("values are allowed when announced and in force when acknowledged") {
    AnnouncedSettings settings;
    CHECK_FALSE(settings.acknowledge());
    const SettingList more{0, {{SettingId::MAX_FRAME_SIZE, 20'000}}};
    const SettingList less{0, {{SettingId::MAX_FRAME_SIZE, 17'000}}};
    settings.announce(&more, 15);
    settings.announce(&less, 30);
    settings.announce(nullptr, 39);
    CHECK(settings.greatest(&h2::Settings::max_frame_size) == 20'000);
    CHECK(settings.acknowledged().max_frame_size == 16'384);
    CHECK(settings.latest().max_frame_size == 17'000);
    CHECK(settings.oldest_end() == 15);
    CHECK(settings.acknowledge());
    CHECK(settings.acknowledged().max_frame_size == 20'000);
    CHECK(settings.acknowledged_end() == 15);
    CHECK(settings.acknowledge());
    CHECK(settings.greatest(&h2::Settings::max_frame_size) == 17'000);
    CHECK(settings.acknowledge());
    CHECK_FALSE(settings.outstanding());
    CHECK(settings.acknowledged_end() == 39);
    CHECK_FALSE(settings.acknowledge());
}

TEST_CASE("the smallest table size on the way is remembered") {
    AnnouncedSettings settings;
    const SettingList down_and_up{
        0, {{SettingId::HEADER_TABLE_SIZE, 0}, {SettingId::HEADER_TABLE_SIZE, 8'192}}};
    settings.announce(&down_and_up, 21);
    CHECK(settings.acknowledge());
    CHECK(settings.acknowledged_table_sizes().smallest == 0);
    CHECK(settings.acknowledged_table_sizes().last == 8'192);
    settings.announce(nullptr, 30);
    CHECK(settings.acknowledge());
    CHECK(settings.acknowledged_table_sizes().smallest == 8'192);
}

TEST_CASE("what is not known allows everything, and ACKs may be of what is not known") {
    AnnouncedSettings settings = AnnouncedSettings::unknown();
    CHECK_FALSE(settings.knows(SettingId::MAX_CONCURRENT_STREAMS));
    CHECK(settings.greatest(&h2::Settings::max_concurrent_streams) == h2::kUnlimited);
    const SettingList five{0, {{SettingId::MAX_CONCURRENT_STREAMS, 5}}};
    settings.announce(&five, 15);
    CHECK_FALSE(settings.acknowledge());
    CHECK_FALSE(settings.knows(SettingId::MAX_CONCURRENT_STREAMS));
    CHECK(settings.greatest(&h2::Settings::max_concurrent_streams) == h2::kUnlimited);
}

TEST_CASE("where ACKs are lost what was allowed once stays allowed") {
    AnnouncedSettings settings;
    const SettingList many{
        0, {{SettingId::MAX_CONCURRENT_STREAMS, 5}, {SettingId::HEADER_TABLE_SIZE, 9'000}}};
    const SettingList few{0, {{SettingId::MAX_CONCURRENT_STREAMS, 1}}};
    settings.announce(&many, 15);
    CHECK(settings.acknowledge());
    settings.announce(&few, 30);
    settings.lose_acks();
    CHECK_FALSE(settings.outstanding());
    CHECK(settings.greatest(&h2::Settings::max_concurrent_streams) == 5);
    CHECK(settings.acknowledged_table_sizes().smallest == 9'000);
    settings.announce(&few, 45);
    CHECK_FALSE(settings.acknowledge());
    CHECK(settings.greatest(&h2::Settings::max_concurrent_streams) == 5);
}

TEST_CASE("SETTINGS that nobody acknowledges take bounded memory and forbid nothing") {
    AnnouncedSettings settings;
    constexpr std::uint32_t kMany = 100'000;
    for (std::uint32_t i = 0; i < kMany; ++i) {
        const SettingList list{0, {{SettingId::MAX_CONCURRENT_STREAMS, i}}};
        settings.announce(&list, 15 * std::uint64_t{i});
    }
    CHECK(settings.greatest(&h2::Settings::max_concurrent_streams) == h2::kUnlimited);
    for (std::uint32_t i = 0; i < kMany; ++i) {
        REQUIRE(settings.acknowledge());
    }
    CHECK_FALSE(settings.acknowledge());
    CHECK(settings.greatest(&h2::Settings::max_concurrent_streams) == kMany - 1);
}
