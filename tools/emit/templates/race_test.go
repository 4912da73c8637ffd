// @TITLE@
//
// @ORIGIN@
//
// The client @HOLDS@
// and opens the next one whenever it has seen one end, as RFC 9113 section 5.1.2 allows. A server
// that still counts the stream it has ended refuses the new one: the test fails and says which.
//
//     go test @FILE@                       net/http's own server, over TLS
//     H2_TARGET=HOST:PORT go test @FILE@   another one; https://HOST:PORT for TLS
//
// H2_PATH, H2_OCTETS (of that path's content), H2_CYCLES and H2_CONNECTIONS replace what is recorded
// below. Nothing but Go's standard library is needed.

package race

import (
    "bufio"
    "crypto/tls"
    "encoding/binary"
    "fmt"
    "io"
    "net"
    "net/http"
    "net/http/httptest"
    "os"
    "strconv"
    "strings"
    "testing"
    "time"
)

const (
    recordedMethod = "@METHOD@"
    recordedPath   = "@PATH@"
    recordedOctets = @OCTETS@ // of its content; -1: not known
    parkedPath     = "@PARKED_PATH@"
    mode           = "@MODE@" // park: all but one stream wait for credit; saturate: none does
    end            = "@END@" // what ends a stream: data, headers, trailers, or reset: by the client
    cycles         = @CYCLES@
    connections    = @CONNECTIONS@

    frameData         = 0
    frameHeaders      = 1
    frameRSTStream    = 3
    frameSettings     = 4
    framePing         = 6
    frameGoAway       = 7
    frameWindowUpdate = 8
    frameContinuation = 9

    flagEndStream  = 1
    flagAck        = 1
    flagEndHeaders = 4

    protocolError = 1
    refusedStream = 7
    cancel        = 8

    credit   = 1 << 30
    patience = 10 * time.Second
)

var codeNames = []string{"NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR",
    "SETTINGS_TIMEOUT", "STREAM_CLOSED", "FRAME_SIZE_ERROR", "REFUSED_STREAM", "CANCEL",
    "COMPRESSION_ERROR", "CONNECT_ERROR", "ENHANCE_YOUR_CALM", "INADEQUATE_SECURITY",
    "HTTP_1_1_REQUIRED"}

func codeName(code uint32) string {
    if int(code) < len(codeNames) {
        return codeNames[code]
    }
    return fmt.Sprintf("error code %d", code)
}

func recorded(name string, value int) int {
    if given, err := strconv.Atoi(os.Getenv(name)); err == nil {
        return given
    }
    return value
}

// A stream that is cycled.
type active struct {
    cycle    int
    answered bool // its HEADERS have come
    octets   int
}

type client struct {
    t            *testing.T
    conn         net.Conn
    in           *bufio.Reader
    scheme       string
    authority    string
    path         string
    octets       int
    limit        int64 // -1: none advertised
    acknowledged bool  // our SETTINGS
    pings        int   // acknowledged
    owed         int   // octets of DATA not yet given back to the connection's window
    nextStream   uint32
    parked       map[uint32]bool
    active       map[uint32]*active
    ending       uint32 // HEADERS with END_STREAM whose field block goes on
    lastEnded    uint32
}

func dial(t *testing.T, target string) *client {
    scheme, authority := "http", target
    if at := strings.Index(target, "://"); at >= 0 {
        scheme, authority = target[:at], strings.TrimRight(target[at+3:], "/")
    }
    conn, err := net.DialTimeout("tcp", authority, patience)
    if err != nil {
        t.Fatalf("not tested: %v", err)
    }
    if scheme == "https" {
        secure := tls.Client(conn, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}})
        if err := secure.Handshake(); err != nil {
            t.Fatalf("not tested: %v", err)
        }
        if secure.ConnectionState().NegotiatedProtocol != "h2" {
            t.Fatalf("not tested: %s does not agree to h2 by ALPN", target)
        }
        conn = secure
    }
    octets := recordedOctets
    if os.Getenv("H2_PATH") != "" {
        octets = -1
    }
    path := os.Getenv("H2_PATH")
    if path == "" {
        path = recordedPath
    }
    return &client{t: t, conn: conn, in: bufio.NewReaderSize(conn, 1<<16), scheme: scheme,
        authority: authority, path: path, octets: recorded("H2_OCTETS", octets), limit: -1,
        nextStream: 1, parked: map[uint32]bool{}, active: map[uint32]*active{}}
}

// What is sent.

func (c *client) write(octets []byte) {
    c.conn.SetDeadline(time.Now().Add(patience))
    if _, err := c.conn.Write(octets); err != nil {
        c.t.Fatalf("not tested: the connection broke: %v", err)
    }
}

func (c *client) send(kind, flags byte, stream uint32, payload []byte) {
    frame := make([]byte, 9, 9+len(payload))
    binary.BigEndian.PutUint32(frame, uint32(len(payload))<<8|uint32(kind))
    frame[4] = flags
    binary.BigEndian.PutUint32(frame[5:], stream)
    c.write(append(frame, payload...))
}

func number(value uint32) []byte {
    octets := make([]byte, 4)
    binary.BigEndian.PutUint32(octets, value)
    return octets
}

// RFC 7541 section 5.1 with a prefix of seven bits, the eighth being 0.
func appendInteger(block []byte, value int) []byte {
    if value < 127 {
        return append(block, byte(value))
    }
    block = append(block, 127)
    for value -= 127; value >= 128; value /= 128 {
        block = append(block, byte(value%128+128))
    }
    return append(block, byte(value))
}

// A literal field without indexing (RFC 7541 section 6.2.2), no Huffman code.
func appendField(block []byte, name, value string) []byte {
    block = appendInteger(append(block, 0), len(name))
    block = append(block, name...)
    return append(appendInteger(block, len(value)), value...)
}

// The only place that opens a stream: never above the limit.
func (c *client) open(method, path string) uint32 {
    if int64(len(c.parked)+len(c.active)) >= c.limit {
        panic("this client would exceed the limit")
    }
    stream := c.nextStream
    c.nextStream += 2
    block := appendField(nil, ":method", method)
    block = appendField(block, ":scheme", c.scheme)
    block = appendField(block, ":authority", c.authority)
    block = appendField(block, ":path", path)
    c.send(frameHeaders, flagEndStream|flagEndHeaders, stream, block)
    return stream
}

// What is received.

// Takes one frame.
func (c *client) receive() {
    c.conn.SetDeadline(time.Now().Add(patience))
    head := make([]byte, 9)
    if _, err := io.ReadFull(c.in, head); err != nil {
        c.t.Fatalf("not tested: no answer: %v", err)
    }
    payload := make([]byte, binary.BigEndian.Uint32(head)>>8)
    if _, err := io.ReadFull(c.in, payload); err != nil {
        c.t.Fatalf("not tested: no answer: %v", err)
    }
    flags, stream := head[4], binary.BigEndian.Uint32(head[5:])&0x7fffffff
    switch head[3] {
    case frameSettings:
        c.settings(flags, payload)
    case framePing:
        if flags&flagAck != 0 {
            c.pings++
        } else {
            c.send(framePing, flagAck, 0, payload)
        }
    case frameGoAway:
        c.goAway(binary.BigEndian.Uint32(payload[4:]))
    case frameRSTStream:
        c.reset(stream, binary.BigEndian.Uint32(payload))
    case frameData:
        c.data(stream, flags, len(payload))
    case frameHeaders:
        if flags&flagEndStream != 0 {
            c.ending = stream
        }
        c.headers(stream, flags)
    case frameContinuation:
        c.headers(stream, flags)
    }
}

func (c *client) settings(flags byte, payload []byte) {
    if flags&flagAck != 0 {
        c.acknowledged = true
        return
    }
    for ; len(payload) >= 6; payload = payload[6:] {
        if binary.BigEndian.Uint16(payload) == 3 { // MAX_CONCURRENT_STREAMS
            c.limit = int64(binary.BigEndian.Uint32(payload[2:]))
        }
    }
    c.send(frameSettings, flagAck, 0, nil)
}

func (c *client) goAway(code uint32) {
    newest := uint32(0)
    for stream := range c.active {
        if stream > newest {
            newest = stream
        }
    }
    if newest != 0 && (code == protocolError || code == refusedStream) {
        c.refused(newest, "GOAWAY", code)
    }
    c.t.Fatalf("not tested: GOAWAY with %s", codeName(code))
}

func (c *client) reset(stream, code uint32) {
    if c.parked[stream] {
        c.t.Fatalf("not tested: %s for stream %d, which only waits", codeName(code), stream)
    }
    one := c.active[stream]
    if one == nil {
        return
    }
    if !one.answered && (code == protocolError || code == refusedStream) {
        c.refused(stream, "RST_STREAM", code)
    }
    c.t.Fatalf("not tested: RST_STREAM with %s on stream %d", codeName(code), stream)
}

func (c *client) headers(stream uint32, flags byte) {
    if flags&flagEndHeaders == 0 {
        return
    }
    if one := c.active[stream]; one != nil && !one.answered {
        one.answered = true
        if end == "reset" {
            c.send(frameRSTStream, 0, stream, number(cancel))
            c.closed(stream)
            return
        }
        if c.ending != stream { // only now: what comes next travels alone
            c.send(frameWindowUpdate, 0, stream, number(credit))
        }
    }
    if c.ending == stream {
        c.ending = 0
        c.ended(stream, "headers")
    }
}

func (c *client) data(stream uint32, flags byte, octets int) {
    c.owed += octets
    if c.owed >= 1<<20 {
        c.send(frameWindowUpdate, 0, 0, number(uint32(c.owed)))
        c.owed = 0
    }
    if one := c.active[stream]; one != nil {
        one.octets += octets
    }
    if flags&flagEndStream != 0 {
        c.ended(stream, "data")
    }
}

func (c *client) ended(stream uint32, by string) {
    if c.parked[stream] {
        c.t.Fatalf("not tested: stream %d ended without credit: %s does not park; a path with "+
            "content does", stream, parkedPath)
    }
    one := c.active[stream]
    if one == nil {
        return
    }
    if c.octets >= 0 && one.octets != c.octets {
        c.t.Fatalf("not tested: %s has %d octets of content, not %d: set H2_PATH, or H2_OCTETS",
            c.path, one.octets, c.octets)
    }
    if (by == "data") != (end == "data") {
        c.t.Fatalf("not tested: %s does not end with %s", c.path, end)
    }
    c.closed(stream)
}

func (c *client) closed(stream uint32) {
    delete(c.active, stream)
    c.lastEnded = stream
}

func (c *client) refused(stream uint32, frame string, code uint32) {
    c.t.Fatalf("stream %d, cycle %d: %s with %s (%d). This client had %d of %d streams open, this "+
        "one among them; it opened it after the end of stream %d (RFC 9113 section 5.1.2).",
        stream, c.active[stream].cycle, frame, codeName(code), code,
        len(c.parked)+len(c.active), c.limit, c.lastEnded)
}

// What happens.

// A barrier: the server has processed all that was sent before.
func (c *client) settle() {
    wanted := c.pings + 1
    c.send(framePing, 0, 0, []byte("barrier!"))
    for c.pings < wanted {
        c.receive()
    }
}

func (c *client) greet() {
    c.write([]byte("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
    settings := []byte{0, 2, 0, 0, 0, 0} // ENABLE_PUSH 0
    if mode == "park" {
        settings = append(settings, 0, 4, 0, 0, 0, 0) // INITIAL_WINDOW_SIZE 0
    }
    c.send(frameSettings, 0, 0, settings)
    c.send(frameWindowUpdate, 0, 0, number(credit))
    for !c.acknowledged {
        c.receive()
    }
    c.settle()
    if c.limit <= 0 {
        c.t.Fatalf("not tested: the server advertises a limit of %d (-1: none)", c.limit)
    }
}

// Opens so many streams, each when the one before it has ended.
func (c *client) run(first, count int) {
    width := int64(1)
    if mode == "park" {
        for int64(len(c.parked)) < c.limit-1 {
            c.parked[c.open("GET", parkedPath)] = true
        }
        c.settle()
    } else {
        width = c.limit
    }
    for opened := 0; opened < count || len(c.active) > 0; {
        for opened < count && int64(len(c.active)) < width {
            stream := c.open(recordedMethod, c.path)
            c.active[stream] = &active{cycle: first + opened}
            opened++
        }
        c.receive()
    }
}

// net/http's server on 127.0.0.1; the head of a response goes first, by itself.
func host(t *testing.T) string {
    server := httptest.NewUnstartedServer(http.HandlerFunc(
        func(w http.ResponseWriter, r *http.Request) {
            parts := strings.Split(r.URL.Path, "/")
            octets, _ := strconv.Atoi(parts[len(parts)-1])
            if parts[1] == "trailers" {
                w.Header().Set("Trailer", "X-Trailer")
            }
            if octets > 0 {
                w.(http.Flusher).Flush()
                w.Write(make([]byte, octets))
            }
            if parts[1] == "trailers" {
                w.Header().Set("X-Trailer", "the end")
            }
        }))
    server.EnableHTTP2 = true
    server.StartTLS()
    t.Cleanup(func() {
        server.CloseClientConnections()
        server.Close()
    })
    return server.URL
}

func TestNoStreamWithinTheLimitIsRefused(t *testing.T) {
    target := os.Getenv("H2_TARGET")
    if target == "" {
        target = host(t)
    }
    count := recorded("H2_CONNECTIONS", connections)
    each := (recorded("H2_CYCLES", cycles) + count - 1) / count
    limit := int64(0)
    for i := 0; i < count; i++ { // what a race does depends on the connection
        c := dial(t, target)
        func() {
            defer c.conn.Close()
            c.greet()
            c.run(i*each+1, each)
        }()
        limit = c.limit
    }
    t.Logf("%d streams on %d connections at a limit of %d, none refused", each*count, count, limit)
}
