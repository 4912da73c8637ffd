#pragma once
// The examples of RFC 7541 appendix C, sections C.2 to C.6, as the RFC gives them.

#include <array>
#include <cstdint>
#include <string_view>

namespace test {

struct Example {
    std::string_view section;
    std::string_view fields;  // "name: value" lines
    std::string_view wire;    // hexadecimal
    std::string_view table;   // afterwards, the newest first; lines as above
    std::uint32_t octets;     // of the table
};

// clang-format off
inline constexpr std::array<Example, 16> kExamples = {{
    {"C.2.1",
     "custom-key: custom-header\n",
     "400a637573746f6d2d6b65790d637573746f6d2d686561646572",
     "custom-key: custom-header\n", 55},
    {"C.2.2",
     ":path: /sample/path\n",
     "040c2f73616d706c652f70617468",
     "", 0},
    {"C.2.3",
     "password: secret\n",
     "100870617373776f726406736563726574",
     "", 0},
    {"C.2.4",
     ":method: GET\n",
     "82",
     "", 0},
    {"C.3.1",
     ":method: GET\n"
     ":scheme: http\n"
     ":path: /\n"
     ":authority: www.example.com\n",
     "828684410f7777772e6578616d706c652e636f6d",
     ":authority: www.example.com\n", 57},
    {"C.3.2",
     ":method: GET\n"
     ":scheme: http\n"
     ":path: /\n"
     ":authority: www.example.com\n"
     "cache-control: no-cache\n",
     "828684be58086e6f2d6361636865",
     "cache-control: no-cache\n"
     ":authority: www.example.com\n", 110},
    {"C.3.3",
     ":method: GET\n"
     ":scheme: https\n"
     ":path: /index.html\n"
     ":authority: www.example.com\n"
     "custom-key: custom-value\n",
     "828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565",
     "custom-key: custom-value\n"
     "cache-control: no-cache\n"
     ":authority: www.example.com\n", 164},
    {"C.4.1",
     ":method: GET\n"
     ":scheme: http\n"
     ":path: /\n"
     ":authority: www.example.com\n",
     "828684418cf1e3c2e5f23a6ba0ab90f4ff",
     ":authority: www.example.com\n", 57},
    {"C.4.2",
     ":method: GET\n"
     ":scheme: http\n"
     ":path: /\n"
     ":authority: www.example.com\n"
     "cache-control: no-cache\n",
     "828684be5886a8eb10649cbf",
     "cache-control: no-cache\n"
     ":authority: www.example.com\n", 110},
    {"C.4.3",
     ":method: GET\n"
     ":scheme: https\n"
     ":path: /index.html\n"
     ":authority: www.example.com\n"
     "custom-key: custom-value\n",
     "828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf",
     "custom-key: custom-value\n"
     "cache-control: no-cache\n"
     ":authority: www.example.com\n", 164},
    {"C.5.1",
     ":status: 302\n"
     "cache-control: private\n"
     "date: Mon, 21 Oct 2013 20:13:21 GMT\n"
     "location: https://www.example.com\n",
     "4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a3133"
     "3a323120474d546e1768747470733a2f2f7777772e6578616d706c652e636f6d",
     "location: https://www.example.com\n"
     "date: Mon, 21 Oct 2013 20:13:21 GMT\n"
     "cache-control: private\n"
     ":status: 302\n", 222},
    {"C.5.2",
     ":status: 307\n"
     "cache-control: private\n"
     "date: Mon, 21 Oct 2013 20:13:21 GMT\n"
     "location: https://www.example.com\n",
     "4803333037c1c0bf",
     ":status: 307\n"
     "location: https://www.example.com\n"
     "date: Mon, 21 Oct 2013 20:13:21 GMT\n"
     "cache-control: private\n", 222},
    {"C.5.3",
     ":status: 200\n"
     "cache-control: private\n"
     "date: Mon, 21 Oct 2013 20:13:22 GMT\n"
     "location: https://www.example.com\n"
     "content-encoding: gzip\n"
     "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1\n",
     "88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a"
     "69707738666f6f3d4153444a4b48514b425a584f5157454f50495541585157454f49553b206d"
     "61782d6167653d333630303b2076657273696f6e3d31",
     "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1\n"
     "content-encoding: gzip\n"
     "date: Mon, 21 Oct 2013 20:13:22 GMT\n", 215},
    {"C.6.1",
     ":status: 302\n"
     "cache-control: private\n"
     "date: Mon, 21 Oct 2013 20:13:21 GMT\n"
     "location: https://www.example.com\n",
     "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d"
     "29ad171863c78f0b97c8e9ae82ae43d3",
     "location: https://www.example.com\n"
     "date: Mon, 21 Oct 2013 20:13:21 GMT\n"
     "cache-control: private\n"
     ":status: 302\n", 222},
    {"C.6.2",
     ":status: 307\n"
     "cache-control: private\n"
     "date: Mon, 21 Oct 2013 20:13:21 GMT\n"
     "location: https://www.example.com\n",
     "4883640effc1c0bf",
     ":status: 307\n"
     "location: https://www.example.com\n"
     "date: Mon, 21 Oct 2013 20:13:21 GMT\n"
     "cache-control: private\n", 222},
    {"C.6.3",
     ":status: 200\n"
     "cache-control: private\n"
     "date: Mon, 21 Oct 2013 20:13:22 GMT\n"
     "location: https://www.example.com\n"
     "content-encoding: gzip\n"
     "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1\n",
     "88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821d"
     "d7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b106"
     "3d5007",
     "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1\n"
     "content-encoding: gzip\n"
     "date: Mon, 21 Oct 2013 20:13:22 GMT\n", 215},
}};
// clang-format on

}  // namespace test
