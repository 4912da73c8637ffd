// How fast HPACK is, against nghttp2 on the same fields and octets in the same process. What is
// measured is a whole connection: 100 blocks in turn through one encoder or decoder that starts
// with an empty table. The ratios at the end are what to look at.
//
//     meson compile -C build hpack_bench && build/tests/bench/hpack_bench

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>
#include <nghttp2/nghttp2.h>

#include "h2core/hpack/decoder.hpp"
#include "h2core/hpack/encoder.hpp"

namespace {

using Octets = std::vector<std::byte>;
using List = std::vector<std::pair<std::string, std::string>>;

constexpr int kBlocks = 100;

// The header lists of one direction of a connection, for both sides.
struct Traffic {
    explicit Traffic(List (*make_list)(int));
    Traffic(const Traffic&) = delete;  // its parts refer to each other
    Traffic& operator=(const Traffic&) = delete;

    std::vector<List> lists;
    std::vector<std::vector<h2::Field>> fields;
    std::vector<std::vector<nghttp2_nv>> pairs;
    std::vector<Octets> blocks;  // as nghttp2 encodes them
    std::int64_t count = 0;      // of fields
};

// Six digits that differ from number to number.
std::string digits(int number) {
    return std::to_string(100'000 + number * 7919 % 900'000);
}

// A browser loads a page and what belongs to it from one site.
List browser_request(int number) {
    const bool page = number % 20 == 0;
    return {
        {":method", "GET"},
        {":authority", "www.example.com"},
        {":scheme", "https"},
        {":path", page ? "/articles/" + digits(number)
                       : "/static/assets/img/" + digits(number) + "-thumbnail@2x.webp?v=3"},
        {"sec-ch-ua", R"("Chromium";v="118", "Not=A?Brand";v="99")"},
        {"sec-ch-ua-mobile", "?0"},
        {"user-agent",
         "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/118.0.0.0 Safari/537.36"},
        {"sec-ch-ua-platform", "\"Linux\""},
        {"accept", page ? "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,"
                          "image/webp,*/*;q=0.8"
                        : "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"},
        {"sec-fetch-site", "same-origin"},
        {"sec-fetch-mode", page ? "navigate" : "no-cors"},
        {"sec-fetch-dest", page ? "document" : "image"},
        {"referer", "https://www.example.com/articles/" + digits(number - number % 20)},
        {"accept-encoding", "gzip, deflate, br"},
        {"accept-language", "en-GB,en;q=0.9,de;q=0.8"},
        {"cookie", "session=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
        {"cookie", "_ga=GA1.2.1432906527.1696939452; _gid=GA1.2.209137642.1697038741"},
        {"cookie", "consent=analytics:1|marketing:0|version:20230901; theme=dark; tz=UTC"},
    };
}

List cdn_response(int number) {
    return {
        {":status", number % 10 == 9 ? "304" : "200"},
        {"date", "Tue, 10 Oct 2023 12:0" + std::to_string(number / 20) + ":17 GMT"},
        {"content-type", number % 3 == 0 ? "image/webp" : "application/javascript"},
        {"content-length", digits(number)},
        {"cache-control", "public, max-age=31536000, immutable"},
        {"etag", "\"" + digits(number) + "-5f3a9c" + digits(number + 1) + "\""},
        {"last-modified", "Mon, 02 Oct 2023 0" + std::to_string(number % 7) + ":22:41 GMT"},
        {"vary", "Accept-Encoding"},
        {"age", std::to_string(number * 37)},
        {"server", "edge"},
        {"via", "1.1 varnish, 1.1 edge"},
        {"x-cache", number % 4 == 0 ? "MISS, HIT" : "HIT, HIT"},
        {"x-served-by", "cache-fra-eddf8230" + std::to_string(number % 5) + "-FRA"},
        {"x-request-id", digits(number) + "-b7e2-" + digits(number + 2)},
        {"strict-transport-security", "max-age=31536000; includeSubDomains"},
        {"access-control-allow-origin", "*"},
        {"x-content-type-options", "nosniff"},
        {"alt-svc", "h3=\":443\"; ma=86400"},
    };
}

List grpc_request(int number) {
    return {
        {":method", "POST"},
        {":scheme", "http"},
        {":path", number % 2 == 0 ? "/shop.v1.Inventory/ReserveItems" : "/shop.v1.Prices/Lookup"},
        {":authority", "inventory.prod.svc.cluster.local:8443"},
        {"content-type", "application/grpc"},
        {"user-agent", "grpc-go/1.58.2"},
        {"te", "trailers"},
        {"grpc-timeout", std::to_string(990 + number % 10) + "m"},
        {"grpc-accept-encoding", "gzip"},
        {"authorization", "Bearer eyJhbGciOiJSUzI1NiIsImtpZCI6IjE2OTY5MzkifQ.eyJzdWIiOiJjYXJ0In0"},
        {"traceparent", "00-4bf92f3577b34da6a3ce929d0e" + digits(number) + "-00f067aa0ba902b7-01"},
    };
}

Traffic::Traffic(List (*make_list)(int)) {
    for (int i = 0; i < kBlocks; ++i) {
        lists.push_back(make_list(i));
        count += static_cast<std::int64_t>(lists.back().size());
    }
    nghttp2_hd_deflater* deflater = nullptr;
    nghttp2_hd_deflate_new(&deflater, 4096);
    for (List& list : lists) {
        auto& our_list = fields.emplace_back();
        auto& their_list = pairs.emplace_back();
        for (auto& [name, value] : list) {
            our_list.push_back({name, value, false});
            their_list.push_back({reinterpret_cast<std::uint8_t*>(name.data()),
                                  reinterpret_cast<std::uint8_t*>(value.data()), name.size(),
                                  value.size(), NGHTTP2_NV_FLAG_NONE});
        }
        Octets& block = blocks.emplace_back(16'384);
        const auto size =
            nghttp2_hd_deflate_hd(deflater, reinterpret_cast<std::uint8_t*>(block.data()),
                                  block.size(), their_list.data(), their_list.size());
        block.resize(static_cast<std::size_t>(size));
    }
    nghttp2_hd_deflate_del(deflater);
}

void decode_ours(const Traffic& all) {
    h2::hpack::Decoder decoder;
    static h2::hpack::FieldSection section;  // a connection keeps one
    for (const Octets& block : all.blocks) {
        if (decoder.decode(block, section) != h2::RuleId::none) {
            std::abort();
        }
        benchmark::DoNotOptimize(section.list().fields.data());
    }
}

void decode_nghttp2(const Traffic& all) {
    nghttp2_hd_inflater* inflater = nullptr;
    nghttp2_hd_inflate_new(&inflater);
    for (const Octets& block : all.blocks) {
        const auto* at = reinterpret_cast<const std::uint8_t*>(block.data());
        std::size_t left = block.size();
        for (;;) {
            nghttp2_nv pair;
            int flags = 0;
            const auto taken = nghttp2_hd_inflate_hd2(inflater, &pair, &flags, at, left, 1);
            if (taken < 0) {
                std::abort();
            }
            at += taken;
            left -= static_cast<std::size_t>(taken);
            if ((flags & NGHTTP2_HD_INFLATE_EMIT) != 0) {
                benchmark::DoNotOptimize(pair);
            }
            if ((flags & NGHTTP2_HD_INFLATE_FINAL) != 0) {
                break;
            }
        }
        nghttp2_hd_inflate_end_headers(inflater);
    }
    nghttp2_hd_inflate_del(inflater);
}

std::size_t encode_ours(const Traffic& all) {
    h2::hpack::Encoder encoder;
    static Octets block;
    std::size_t octets = 0;
    for (const auto& fields : all.fields) {
        block.clear();
        encoder.encode(fields, block);
        octets += block.size();
        benchmark::DoNotOptimize(block.data());
    }
    return octets;
}

std::size_t encode_nghttp2(const Traffic& all) {
    nghttp2_hd_deflater* deflater = nullptr;
    nghttp2_hd_deflate_new(&deflater, 4096);
    static Octets block(16'384);
    std::size_t octets = 0;
    for (const auto& pairs : all.pairs) {
        const auto size =
            nghttp2_hd_deflate_hd(deflater, reinterpret_cast<std::uint8_t*>(block.data()),
                                  block.size(), pairs.data(), pairs.size());
        octets += static_cast<std::size_t>(size);
        benchmark::DoNotOptimize(block.data());
    }
    nghttp2_hd_deflate_del(deflater);
    return octets;
}

// Prints the usual table, and then how many times faster ours is.
class Ratios : public benchmark::ConsoleReporter {
  public:
    void ReportRuns(const std::vector<Run>& runs) override {
        ConsoleReporter::ReportRuns(runs);
        for (const Run& run : runs) {
            const std::string name = run.run_name.function_name;
            double& best = seconds_[name];
            const double seconds = run.cpu_accumulated_time / static_cast<double>(run.iterations);
            if (run.run_type == Run::RT_Iteration && (best == 0 || seconds < best)) {
                best = seconds;
            }
        }
    }
    void print() const {
        std::printf("\ntimes faster than nghttp2 (best run of each)\n");
        for (const auto& [name, seconds] : seconds_) {
            const auto other = seconds_.find(name + "/nghttp2");
            if (other != seconds_.end()) {
                std::printf("  %-24s %5.2f\n", name.c_str(), other->second / seconds);
            }
        }
    }

  private:
    std::map<std::string, double> seconds_;
};

void add(const std::string& name, std::int64_t fields, const std::function<void()>& connection) {
    benchmark::RegisterBenchmark(name.c_str(), [fields, connection](benchmark::State& state) {
        for (auto iteration : state) {
            connection();
        }
        state.SetItemsProcessed(state.iterations() * fields);
    })->Unit(benchmark::kMicrosecond);
}

}  // namespace

int main(int argc, char** argv) {
    const Traffic browser{browser_request};
    const Traffic cdn{cdn_response};
    const Traffic grpc{grpc_request};
    const std::map<std::string, const Traffic*> kinds = {
        {"browser", &browser}, {"cdn", &cdn}, {"grpc", &grpc}};
    for (const auto& [kind, traffic] : kinds) {
        const Traffic& all = *traffic;
        add("decode/" + kind, all.count, [&all] { decode_ours(all); });
        add("decode/" + kind + "/nghttp2", all.count, [&all] { decode_nghttp2(all); });
        add("encode/" + kind, all.count, [&all] { encode_ours(all); });
        add("encode/" + kind + "/nghttp2", all.count, [&all] { encode_nghttp2(all); });
        std::printf("%s: %lld fields, %zu octets, nghttp2 %zu\n", kind.c_str(),
                    static_cast<long long>(all.count), encode_ours(all), encode_nghttp2(all));
    }
    benchmark::Initialize(&argc, argv);
    Ratios reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    reporter.print();
    return 0;
}
