// @TITLE@
//
// @ORIGIN@
//
// The client @HOLDS@
// and opens the next one whenever it has seen one end, as RFC 9113 section 5.1.2 allows. A server
// that still counts the stream it has ended refuses the new one: the test fails and says which.
//
//     java @FILE@ HOST:PORT      0: passes, 1: refused, 2: not tested; https://HOST:PORT for TLS
//
// In a suite: RaceTest.run("HOST:PORT") throws an AssertionError where a stream is refused. H2_TARGET,
// H2_PATH, H2_OCTETS (of that path's content), H2_CYCLES and H2_CONNECTIONS in the environment replace
// what is recorded below. Nothing but Java 11 is needed.

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

class RaceTest {
    static final String TARGET = recorded("H2_TARGET", "@TARGET@");
    static final String METHOD = "@METHOD@";
    static final String PATH = recorded("H2_PATH", "@PATH@");
    static final int OCTETS = Integer.parseInt(
            recorded("H2_OCTETS", System.getenv("H2_PATH") == null ? "@OCTETS@" : "-1"));
    static final String PARKED_PATH = "@PARKED_PATH@";
    static final String MODE = "@MODE@"; // park: all but one stream wait for credit; saturate: none
    static final String END = "@END@"; // what ends a stream: data, headers, trailers; reset: by us
    static final int CYCLES = Integer.parseInt(recorded("H2_CYCLES", "@CYCLES@"));
    static final int CONNECTIONS = Integer.parseInt(recorded("H2_CONNECTIONS", "@CONNECTIONS@"));

    static final int DATA = 0, HEADERS = 1, RST_STREAM = 3, SETTINGS = 4, PING = 6, GOAWAY = 7,
            WINDOW_UPDATE = 8, CONTINUATION = 9;
    static final int END_STREAM = 1, ACK = 1, END_HEADERS = 4;
    static final int CREDIT = 1 << 30;
    static final int PATIENCE = 10_000; // milliseconds without an octet
    static final String[] NAMES = {"NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR",
        "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT", "STREAM_CLOSED", "FRAME_SIZE_ERROR",
        "REFUSED_STREAM", "CANCEL", "COMPRESSION_ERROR", "CONNECT_ERROR", "ENHANCE_YOUR_CALM",
        "INADEQUATE_SECURITY", "HTTP_1_1_REQUIRED"};

    /** Nothing can be said about the server. */
    static class NotTested extends RuntimeException {
        static final long serialVersionUID = 1;

        NotTested(String text) {
            super(text);
        }
    }

    static class Active {
        int cycle;
        boolean answered; // its HEADERS have come
        long octets;
    }

    final boolean tls;
    final String authority;
    final Socket socket;
    final DataInputStream in;
    final OutputStream out;
    long limit = -1; // none advertised
    boolean acknowledged; // our SETTINGS
    int pings; // acknowledged
    int owed; // octets of DATA not yet given back to the connection's window
    int nextStream = 1;
    final Set<Integer> parked = new HashSet<>();
    final TreeMap<Integer, Active> active = new TreeMap<>();
    int ending; // HEADERS with END_STREAM whose field block goes on
    int lastEnded;

    static String recorded(String name, String value) {
        String given = System.getenv(name);
        return given == null || given.isEmpty() ? value : given;
    }

    static String codeName(long code) {
        return code < NAMES.length ? NAMES[(int) code] : "error code " + code;
    }

    RaceTest(String target) throws Exception {
        tls = target.startsWith("https://");
        authority = target.replaceFirst("^https?://", "").replaceFirst("/+$", "");
        int colon = authority.lastIndexOf(':');
        if (colon < 1) {
            throw new NotTested("expected HOST:PORT, got '" + target + "'");
        }
        Socket plain = new Socket();
        String host = authority.substring(0, colon).replaceAll("[\\[\\]]", "");
        int port = Integer.parseInt(authority.substring(colon + 1));
        plain.connect(new InetSocketAddress(host, port), PATIENCE);
        plain.setTcpNoDelay(true);
        plain.setSoTimeout(PATIENCE);
        socket = tls ? secured(plain, host, port) : plain;
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        out = socket.getOutputStream();
    }

    /** Takes any certificate: this is about the server's counting. */
    static Socket secured(Socket plain, String host, int port) throws Exception {
        TrustManager anyone = new X509ExtendedTrustManager() {
            public void checkClientTrusted(X509Certificate[] c, String a) {}
            public void checkClientTrusted(X509Certificate[] c, String a, Socket s) {}
            public void checkClientTrusted(X509Certificate[] c, String a, SSLEngine e) {}
            public void checkServerTrusted(X509Certificate[] c, String a) {}
            public void checkServerTrusted(X509Certificate[] c, String a, Socket s) {}
            public void checkServerTrusted(X509Certificate[] c, String a, SSLEngine e) {}
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {anyone}, new SecureRandom());
        SSLSocket secure =
                (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        if (!"h2".equals(secure.getApplicationProtocol())) {
            throw new NotTested(host + " does not agree to h2 by ALPN");
        }
        return secure;
    }

    // What is sent.

    void send(int kind, int flags, int stream, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.putInt(payload.length << 8 | kind).put((byte) flags).putInt(stream).put(payload);
        out.write(frame.array());
    }

    static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    /** RFC 7541 section 5.1 with a prefix of seven bits, the eighth being 0. */
    static void text(ByteArrayOutputStream block, String text) throws IOException {
        int value = text.length();
        if (value < 127) {
            block.write(value);
        } else {
            block.write(127);
            for (value -= 127; value >= 128; value /= 128) {
                block.write(value % 128 + 128);
            }
            block.write(value);
        }
        block.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The only place that opens a stream: never above the limit. */
    int open(String method, String path) throws IOException {
        if (parked.size() + active.size() >= limit) {
            throw new IllegalStateException("this client would exceed the limit");
        }
        int stream = nextStream;
        nextStream += 2;
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        String[] fields = {":method", method, ":scheme", tls ? "https" : "http",
            ":authority", authority, ":path", path};
        for (int i = 0; i < fields.length; i += 2) { // literals without indexing, section 6.2.2
            block.write(0);
            text(block, fields[i]);
            text(block, fields[i + 1]);
        }
        send(HEADERS, END_STREAM | END_HEADERS, stream, block.toByteArray());
        return stream;
    }

    // What is received.

    /** Takes one frame. */
    void receive() throws IOException {
        int head = in.readInt();
        int flags = in.readUnsignedByte();
        int stream = in.readInt() & 0x7fffffff;
        ByteBuffer payload = ByteBuffer.wrap(in.readNBytes(head >>> 8));
        switch (head & 0xff) {
            case SETTINGS: settings(flags, payload); break;
            case PING:
                if ((flags & ACK) != 0) {
                    ++pings;
                } else {
                    send(PING, ACK, 0, payload.array());
                }
                break;
            case GOAWAY: goAway(payload.getInt(4) & 0xffffffffL); break;
            case RST_STREAM: reset(stream, payload.getInt(0) & 0xffffffffL); break;
            case DATA: data(stream, flags, payload.capacity()); break;
            case HEADERS:
                ending = (flags & END_STREAM) != 0 ? stream : ending;
                headers(stream, flags);
                break;
            case CONTINUATION: headers(stream, flags); break;
            default: break;
        }
    }

    void settings(int flags, ByteBuffer payload) throws IOException {
        if ((flags & ACK) != 0) {
            acknowledged = true;
            return;
        }
        while (payload.remaining() >= 6) {
            int name = payload.getShort();
            int value = payload.getInt();
            limit = name == 3 ? value & 0xffffffffL : limit; // MAX_CONCURRENT_STREAMS
        }
        send(SETTINGS, ACK, 0, new byte[0]);
    }

    static boolean refuses(long code) {
        return code == 1 || code == 7; // PROTOCOL_ERROR, REFUSED_STREAM
    }

    void goAway(long code) {
        if (refuses(code) && !active.isEmpty()) {
            throw refused(active.lastKey(), "GOAWAY", code);
        }
        throw new NotTested("GOAWAY with " + codeName(code));
    }

    void reset(int stream, long code) {
        Active one = active.get(stream);
        if (one != null && !one.answered && refuses(code)) {
            throw refused(stream, "RST_STREAM", code);
        }
        if (one != null || parked.contains(stream)) {
            throw new NotTested("RST_STREAM with " + codeName(code) + " on stream " + stream);
        }
    }

    void headers(int stream, int flags) throws IOException {
        if ((flags & END_HEADERS) == 0) {
            return;
        }
        Active one = active.get(stream);
        if (one != null && !one.answered) {
            one.answered = true;
            if (END.equals("reset")) {
                send(RST_STREAM, 0, stream, number(8)); // CANCEL
                closed(stream);
                return;
            }
            if (ending != stream) { // only now: what comes next travels alone
                send(WINDOW_UPDATE, 0, stream, number(CREDIT));
            }
        }
        if (ending == stream) {
            ending = 0;
            ended(stream, false);
        }
    }

    void data(int stream, int flags, int octets) throws IOException {
        owed += octets;
        if (owed >= 1 << 20) {
            send(WINDOW_UPDATE, 0, 0, number(owed));
            owed = 0;
        }
        Active one = active.get(stream);
        if (one != null) {
            one.octets += octets;
        }
        if ((flags & END_STREAM) != 0) {
            ended(stream, true);
        }
    }

    void ended(int stream, boolean byData) {
        if (parked.contains(stream)) {
            throw new NotTested("stream " + stream + " ended without credit: " + PARKED_PATH
                    + " does not park; a path with content does");
        }
        Active one = active.get(stream);
        if (one == null) {
            return;
        }
        if (OCTETS >= 0 && one.octets != OCTETS) {
            throw new NotTested(PATH + " has " + one.octets + " octets of content, not " + OCTETS
                    + ": set H2_PATH, or H2_OCTETS");
        }
        if (byData != END.equals("data")) {
            throw new NotTested(PATH + " does not end with " + END);
        }
        closed(stream);
    }

    void closed(int stream) {
        active.remove(stream);
        lastEnded = stream;
    }

    AssertionError refused(int stream, String frame, long code) {
        return new AssertionError(String.format(
                "stream %d, cycle %d: %s with %s (%d). This client had %d of %d streams open, this "
                + "one among them; it opened it after the end of stream %d (RFC 9113 section 5.1.2).",
                stream, active.get(stream).cycle, frame, codeName(code), code,
                parked.size() + active.size(), limit, lastEnded));
    }

    // What happens.

    /** A barrier: the server has processed all that was sent before. */
    void settle() throws IOException {
        int wanted = pings + 1;
        send(PING, 0, 0, "barrier!".getBytes(StandardCharsets.US_ASCII));
        while (pings < wanted) {
            receive();
        }
    }

    void greet() throws IOException {
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        // ENABLE_PUSH 0; INITIAL_WINDOW_SIZE 0
        send(SETTINGS, 0, 0, MODE.equals("park") ? new byte[] {0, 2, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0}
                : new byte[] {0, 2, 0, 0, 0, 0});
        send(WINDOW_UPDATE, 0, 0, number(CREDIT));
        while (!acknowledged) {
            receive();
        }
        settle();
        if (limit <= 0) {
            throw new NotTested("the server advertises "
                    + (limit < 0 ? "no limit" : "a limit of 0"));
        }
    }

    /** Opens so many streams, each when the one before it has ended. */
    void cycle(int first, int count) throws IOException {
        long width = MODE.equals("park") ? 1 : limit;
        if (MODE.equals("park")) {
            while (parked.size() < limit - 1) {
                parked.add(open("GET", PARKED_PATH));
            }
            settle();
        }
        for (int opened = 0; opened < count || !active.isEmpty();) {
            while (opened < count && active.size() < width) {
                Active one = new Active();
                one.cycle = first + opened++;
                active.put(open(METHOD, PATH), one);
            }
            receive();
        }
    }

    static String run(String target) {
        int each = (CYCLES + CONNECTIONS - 1) / CONNECTIONS;
        long limit = 0;
        for (int i = 0; i < CONNECTIONS; ++i) { // what a race does depends on the connection
            try {
                RaceTest client = new RaceTest(target);
                try (client.socket) {
                    client.greet();
                    client.cycle(i * each + 1, each);
                }
                limit = client.limit;
            } catch (NotTested error) {
                throw error;
            } catch (Exception error) {
                throw new NotTested(target + ": " + error);
            }
        }
        return String.format("%d streams on %d connections at a limit of %d, none refused",
                each * CONNECTIONS, CONNECTIONS, limit);
    }

    public static void main(String[] arguments) {
        String target = arguments.length == 1 ? arguments[0] : TARGET;
        if (arguments.length > 1 || target.isEmpty()) {
            System.err.println("usage: java @FILE@ HOST:PORT");
            System.exit(2);
        }
        try {
            System.out.println("passed: " + run(target));
        } catch (AssertionError refused) {
            System.out.println("FAILED: " + refused.getMessage());
            System.exit(1);
        } catch (NotTested error) {
            System.err.println("not tested: " + error.getMessage());
            System.exit(2);
        }
    }
}
