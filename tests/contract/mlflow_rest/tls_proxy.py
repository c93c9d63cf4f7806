"""Takes TLS connections and passes them on in the clear, as a reverse proxy does.

    python tls_proxy.py PORT TARGET_PORT CERTIFICATE KEY [CLIENT_CA]

With CLIENT_CA, only who shows a certificate of that authority is let in.
"""

import socket
import ssl
import sys
import threading


def copy(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:
        pass
    for end in (source, target):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def serve(plain, context, target_port):
    try:
        client = context.wrap_socket(plain, server_side=True)
        server = socket.create_connection(("127.0.0.1", target_port))
    except OSError:
        plain.close()
        return
    threading.Thread(target=copy, args=(server, client), daemon=True).start()
    copy(client, server)


def main():
    port, target_port = int(sys.argv[1]), int(sys.argv[2])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[3], sys.argv[4])
    if len(sys.argv) > 5:
        context.load_verify_locations(sys.argv[5])
        context.verify_mode = ssl.CERT_REQUIRED
    listener = socket.create_server(("127.0.0.1", port))
    while True:
        plain, _ = listener.accept()
        threading.Thread(target=serve, args=(plain, context, target_port), daemon=True).start()


if __name__ == "__main__":
    main()
