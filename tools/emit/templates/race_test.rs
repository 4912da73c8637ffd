//! @TITLE@
//!
//! @ORIGIN@
//!
//! The client @HOLDS@
//! and opens the next one whenever it has seen one end, as RFC 9113 section 5.1.2 allows. A server
//! that still counts the stream it has ended refuses the new one: the test fails and says which.
//!
//!     H2_TARGET=HOST:PORT cargo test --test @MODULE@       (the file lies in tests/)
//!     rustc --test @FILE@ -o race && H2_TARGET=HOST:PORT ./race
//!
//! In cleartext, since std has no TLS. H2_PATH, H2_OCTETS (of that path's content), H2_CYCLES and
//! H2_CONNECTIONS replace what is recorded below. Nothing but std is needed.

use std::collections::{BTreeMap, HashSet};
use std::env;
use std::io::{BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

const TARGET: &str = "@TARGET@";
const METHOD: &str = "@METHOD@";
const PATH: &str = "@PATH@";
const OCTETS: i64 = @OCTETS@; // of its content; -1: not known
const PARKED_PATH: &str = "@PARKED_PATH@";
const MODE: &str = "@MODE@"; // park: all but one stream wait for credit; saturate: none does
const END: &str = "@END@"; // what ends a stream: data, headers, trailers, or reset: by the client
const CYCLES: i64 = @CYCLES@;
const CONNECTIONS: i64 = @CONNECTIONS@;

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const WINDOW_UPDATE: u8 = 8;
const CONTINUATION: u8 = 9;
const END_STREAM: u8 = 1;
const ACK: u8 = 1;
const END_HEADERS: u8 = 4;
const CREDIT: u32 = 1 << 30;
const PATIENCE: Duration = Duration::from_secs(10);
const NAMES: [&str; 14] = [
    "NO_ERROR",
    "PROTOCOL_ERROR",
    "INTERNAL_ERROR",
    "FLOW_CONTROL_ERROR",
    "SETTINGS_TIMEOUT",
    "STREAM_CLOSED",
    "FRAME_SIZE_ERROR",
    "REFUSED_STREAM",
    "CANCEL",
    "COMPRESSION_ERROR",
    "CONNECT_ERROR",
    "ENHANCE_YOUR_CALM",
    "INADEQUATE_SECURITY",
    "HTTP_1_1_REQUIRED",
];

fn code_name(code: u32) -> String {
    match NAMES.get(code as usize) {
        Some(name) => name.to_string(),
        None => format!("error code {}", code),
    }
}

fn is_refusal(code: u32) -> bool {
    code == 1 || code == 7 // PROTOCOL_ERROR, REFUSED_STREAM
}

fn recorded(name: &str, value: i64) -> i64 {
    env::var(name).ok().and_then(|given| given.parse().ok()).unwrap_or(value)
}

fn number(octets: &[u8]) -> u32 {
    octets.iter().fold(0, |sum, octet| sum << 8 | u32::from(*octet))
}

/// RFC 7541 section 5.2: no Huffman code, a length with a prefix of seven bits.
fn put_text(block: &mut Vec<u8>, text: &str) {
    let mut value = text.len();
    if value < 127 {
        block.push(value as u8);
    } else {
        block.push(127);
        value -= 127;
        while value >= 128 {
            block.push((value % 128 + 128) as u8);
            value /= 128;
        }
        block.push(value as u8);
    }
    block.extend_from_slice(text.as_bytes());
}

/// A stream that is cycled.
struct Active {
    cycle: i64,
    answered: bool, // its HEADERS have come
    octets: i64,
}

struct Client {
    out: TcpStream,
    input: BufReader<TcpStream>,
    authority: String,
    path: String,
    octets: i64,
    limit: i64,         // -1: none advertised
    acknowledged: bool, // our SETTINGS
    pings: u32,         // acknowledged
    owed: u32,          // octets of DATA not yet given back to the connection's window
    next_stream: u32,
    parked: HashSet<u32>,
    active: BTreeMap<u32, Active>,
    ending: u32, // HEADERS with END_STREAM whose field block goes on
    last_ended: u32,
}

impl Client {
    fn connect(target: &str) -> Client {
        let authority = target.trim_start_matches("http://").trim_end_matches('/');
        let out = TcpStream::connect(authority)
            .unwrap_or_else(|error| panic!("not tested: {}: {}", target, error));
        out.set_nodelay(true).unwrap();
        out.set_read_timeout(Some(PATIENCE)).unwrap();
        let given = env::var("H2_PATH").ok();
        Client {
            input: BufReader::with_capacity(1 << 16, out.try_clone().unwrap()),
            out,
            authority: authority.to_string(),
            octets: recorded("H2_OCTETS", if given.is_some() { -1 } else { OCTETS }),
            path: given.unwrap_or_else(|| PATH.to_string()),
            limit: -1,
            acknowledged: false,
            pings: 0,
            owed: 0,
            next_stream: 1,
            parked: HashSet::new(),
            active: BTreeMap::new(),
            ending: 0,
            last_ended: 0,
        }
    }

    // What is sent.

    fn send(&mut self, kind: u8, flags: u8, stream: u32, payload: &[u8]) {
        let mut frame = (payload.len() as u32).to_be_bytes()[1..].to_vec();
        frame.extend_from_slice(&[kind, flags]);
        frame.extend_from_slice(&stream.to_be_bytes());
        frame.extend_from_slice(payload);
        if let Err(error) = self.out.write_all(&frame) {
            panic!("not tested: the connection broke: {}", error);
        }
    }

    /// The only place that opens a stream: never above the limit.
    fn open(&mut self, method: &str, path: &str) -> u32 {
        let open = (self.parked.len() + self.active.len()) as i64;
        assert!(open < self.limit, "this client would exceed the limit");
        let stream = self.next_stream;
        self.next_stream += 2;
        let authority = self.authority.clone();
        let mut block = Vec::new();
        let fields =
            [(":method", method), (":scheme", "http"), (":authority", &authority), (":path", path)];
        for (name, value) in fields {
            block.push(0); // a literal without indexing (RFC 7541 section 6.2.2)
            put_text(&mut block, name);
            put_text(&mut block, value);
        }
        self.send(HEADERS, END_STREAM | END_HEADERS, stream, &block);
        stream
    }

    // What is received.

    fn read(&mut self, octets: usize) -> Vec<u8> {
        let mut taken = vec![0; octets];
        if let Err(error) = self.input.read_exact(&mut taken) {
            panic!("not tested: no answer: {}", error);
        }
        taken
    }

    /// Takes one frame.
    fn receive(&mut self) {
        let head = self.read(9);
        let payload = self.read(number(&head[..3]) as usize);
        let flags = head[4];
        let stream = number(&head[5..]) & 0x7fff_ffff;
        match head[3] {
            SETTINGS => self.settings(flags, &payload),
            PING if flags & ACK != 0 => self.pings += 1,
            PING => self.send(PING, ACK, 0, &payload),
            GOAWAY => self.goaway(number(&payload[4..8])),
            RST_STREAM => self.reset(stream, number(&payload)),
            DATA => self.data(stream, flags, payload.len() as u32),
            HEADERS => {
                if flags & END_STREAM != 0 {
                    self.ending = stream;
                }
                self.headers(stream, flags);
            }
            CONTINUATION => self.headers(stream, flags),
            _ => {}
        }
    }

    fn settings(&mut self, flags: u8, payload: &[u8]) {
        if flags & ACK != 0 {
            self.acknowledged = true;
            return;
        }
        for setting in payload.chunks(6) {
            if number(&setting[..2]) == 3 {
                self.limit = i64::from(number(&setting[2..])); // MAX_CONCURRENT_STREAMS
            }
        }
        self.send(SETTINGS, ACK, 0, &[]);
    }

    fn goaway(&mut self, code: u32) {
        if let Some(newest) = self.active.keys().next_back().copied() {
            if is_refusal(code) {
                self.refused(newest, "GOAWAY", code);
            }
        }
        panic!("not tested: GOAWAY with {}", code_name(code));
    }

    fn reset(&mut self, stream: u32, code: u32) {
        let answered = self.active.get(&stream).map(|one| one.answered);
        if answered == Some(false) && is_refusal(code) {
            self.refused(stream, "RST_STREAM", code);
        }
        if answered.is_some() || self.parked.contains(&stream) {
            panic!("not tested: RST_STREAM with {} on stream {}", code_name(code), stream);
        }
    }

    fn headers(&mut self, stream: u32, flags: u8) {
        if flags & END_HEADERS == 0 {
            return;
        }
        if let Some(one) = self.active.get_mut(&stream).filter(|one| !one.answered) {
            one.answered = true;
            if END == "reset" {
                self.send(RST_STREAM, 0, stream, &8u32.to_be_bytes()); // CANCEL
                self.closed(stream);
                return;
            }
            if self.ending != stream {
                // Only now: what comes next travels alone.
                self.send(WINDOW_UPDATE, 0, stream, &CREDIT.to_be_bytes());
            }
        }
        if self.ending == stream {
            self.ending = 0;
            self.ended(stream, "headers");
        }
    }

    fn data(&mut self, stream: u32, flags: u8, octets: u32) {
        self.owed += octets;
        if self.owed >= 1 << 20 {
            let owed = self.owed;
            self.owed = 0;
            self.send(WINDOW_UPDATE, 0, 0, &owed.to_be_bytes());
        }
        if let Some(one) = self.active.get_mut(&stream) {
            one.octets += i64::from(octets);
        }
        if flags & END_STREAM != 0 {
            self.ended(stream, "data");
        }
    }

    fn ended(&mut self, stream: u32, by: &str) {
        if self.parked.contains(&stream) {
            panic!(
                "not tested: stream {} ended without credit: {} does not park; a path with \
                 content does",
                stream, PARKED_PATH
            );
        }
        let octets = match self.active.get(&stream) {
            Some(one) => one.octets,
            None => return,
        };
        if self.octets >= 0 && octets != self.octets {
            panic!(
                "not tested: {} has {} octets of content, not {}: set H2_PATH, or H2_OCTETS",
                self.path, octets, self.octets
            );
        }
        if (by == "data") != (END == "data") {
            panic!("not tested: {} does not end with {}", self.path, END);
        }
        self.closed(stream);
    }

    fn closed(&mut self, stream: u32) {
        self.active.remove(&stream);
        self.last_ended = stream;
    }

    fn refused(&self, stream: u32, frame: &str, code: u32) {
        panic!(
            "stream {}, cycle {}: {} with {} ({}). This client had {} of {} streams open, this one \
             among them; it opened it after the end of stream {} (RFC 9113 section 5.1.2).",
            stream,
            self.active[&stream].cycle,
            frame,
            code_name(code),
            code,
            self.parked.len() + self.active.len(),
            self.limit,
            self.last_ended
        );
    }

    // What happens.

    /// A barrier: the server has processed all that was sent before.
    fn settle(&mut self) {
        let wanted = self.pings + 1;
        self.send(PING, 0, 0, b"barrier!");
        while self.pings < wanted {
            self.receive();
        }
    }

    fn greet(&mut self) {
        self.out.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").unwrap();
        // ENABLE_PUSH 0; INITIAL_WINDOW_SIZE 0
        let settings: &[u8] = &[0, 2, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0];
        self.send(SETTINGS, 0, 0, if MODE == "park" { settings } else { &settings[..6] });
        self.send(WINDOW_UPDATE, 0, 0, &CREDIT.to_be_bytes());
        while !self.acknowledged {
            self.receive();
        }
        self.settle();
        if self.limit <= 0 {
            panic!("not tested: the server advertises a limit of {} (-1: none)", self.limit);
        }
    }

    /// Opens so many streams, each when the one before it has ended.
    fn run(&mut self, first: i64, count: i64) {
        let mut width = self.limit;
        if MODE == "park" {
            width = 1;
            while (self.parked.len() as i64) < self.limit - 1 {
                let stream = self.open("GET", PARKED_PATH);
                self.parked.insert(stream);
            }
            self.settle();
        }
        let path = self.path.clone();
        let mut opened = 0;
        while opened < count || !self.active.is_empty() {
            while opened < count && (self.active.len() as i64) < width {
                let stream = self.open(METHOD, &path);
                let one = Active { cycle: first + opened, answered: false, octets: 0 };
                self.active.insert(stream, one);
                opened += 1;
            }
            self.receive();
        }
    }
}

#[test]
fn no_stream_within_the_limit_is_refused() {
    let target = env::var("H2_TARGET").unwrap_or_else(|_| TARGET.to_string());
    if target.is_empty() || target.starts_with("https://") {
        panic!("not tested: set H2_TARGET to HOST:PORT, in cleartext");
    }
    let connections = recorded("H2_CONNECTIONS", CONNECTIONS);
    let each = (recorded("H2_CYCLES", CYCLES) + connections - 1) / connections;
    for i in 0..connections {
        // What a race does depends on the connection.
        let mut client = Client::connect(&target);
        client.greet();
        client.run(i * each + 1, each);
    }
}
