#include "services/http/transfer.h"

#include "services/http/http_client.h"
#include "services/http/http_error.h"
#include "services/http/url.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <random>

namespace binnacle {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(binnacle)
};

std::string base64(const std::string& text)
{
    return QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size()))
        .toBase64()
        .toStdString();
}

std::string authorization(const Credentials& credentials)
{
    switch (credentials.kind) {
    case Credentials::Kind::Basic:
        return "Basic " + base64(credentials.user + ':' + credentials.secret);
    case Credentials::Kind::Bearer:
        return "Bearer " + credentials.secret;
    case Credentials::Kind::None:
        break;
    }
    return {};
}

bool worthAnotherTry(CURLcode code)
{
    switch (code) {
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return true;
    default:
        return false;
    }
}

bool worthAnotherTry(int status)
{
    return status == 408 || status == 429 || status == 500 || status == 502 || status == 503 ||
           status == 504;
}

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

} // namespace

Transfer::Transfer(const HttpOptions& options, HttpRequest request, std::size_t index)
    : options_(options)
    , request_(std::move(request))
    , index_(index)
    , easy_(curl_easy_init(), &curl_easy_cleanup)
    , url_(request_.url)
{
}

CURL* Transfer::begin()
{
    waitsUntil_.reset();
    response_ = {};
    response_.url = url_;
    stopped_.reset();
    errorText_.front() = 0;
    ++tries_;

    CURL* easy = easy_.get();
    curl_easy_reset(easy);
    curl_easy_setopt(easy, CURLOPT_URL, url_.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L); // by hand: see followRedirect()
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L); // a stop does not wait for a name look-up
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, errorText_.data());
    curl_easy_setopt(easy, CURLOPT_PRIVATE, this);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Transfer::onData);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Transfer::onHeader);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
    if (request_.compressed)
        curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
    if (isLoopback(url_))
        curl_easy_setopt(easy, CURLOPT_PROXY, ""); // a proxy elsewhere can not reach this machine

    const auto origin = originOf(url_);
    const bool trusted = origin && origin == originOf(options_.server);
    setMethod();
    setHeaders(trusted);
    setTls(trusted);
    setTimes();
    return easy;
}

void Transfer::setMethod()
{
    CURL* easy = easy_.get();
    using Method = HttpRequest::Method;
    if (request_.method == Method::Get) {
        curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
        return;
    }
    if (!request_.bodyFile.empty()) {
        setBodyFile();
        return;
    }
    static constexpr const char* names[] = {"GET", "POST", "PATCH", "PUT", "DELETE"};
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request_.body.size()));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request_.body.c_str());
    if (request_.method != Method::Post)
        curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, names[static_cast<int>(request_.method)]);
}

// Opened anew for each try. A file that can not be read ends the transfer with its first byte.
void Transfer::setBodyFile()
{
    CURL* easy = easy_.get();
    std::error_code fault;
    const auto size = std::filesystem::file_size(request_.bodyFile, fault);
    bodyFile_ = std::ifstream(request_.bodyFile, std::ios::binary);
    sent_ = 0;
    if (fault || !bodyFile_)
        stopped_ = Error{Error::Kind::Storage,
                         Text::tr("“%1” can not be read.")
                             .arg(QString::fromStdString(request_.bodyFile.string())),
                         QString::fromStdString(fault.message())};
    curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(fault ? 0 : size));
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, &Transfer::onRead);
    curl_easy_setopt(easy, CURLOPT_READDATA, this);
    curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, &Transfer::onSeek);
    curl_easy_setopt(easy, CURLOPT_SEEKDATA, this);
    curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, 512L * 1024L);
    if (request_.method == HttpRequest::Method::Post)
        curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, "POST");
}

std::size_t Transfer::onRead(char* target, std::size_t size, std::size_t count, void* self)
{
    auto& transfer = *static_cast<Transfer*>(self);
    if (transfer.stopped_)
        return CURL_READFUNC_ABORT;
    transfer.bodyFile_.read(target, static_cast<std::streamsize>(size * count));
    const auto read = transfer.bodyFile_.gcount();
    transfer.sent_ += read;
    if (read > 0 && transfer.request_.onSent)
        transfer.request_.onSent(transfer.sent_);
    return static_cast<std::size_t>(read);
}

int Transfer::onSeek(void* self, curl_off_t offset, int origin)
{
    auto& transfer = *static_cast<Transfer*>(self);
    if (origin != SEEK_SET)
        return CURL_SEEKFUNC_CANTSEEK;
    transfer.bodyFile_.clear();
    transfer.bodyFile_.seekg(offset);
    transfer.sent_ = offset;
    return transfer.bodyFile_ ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL;
}

void Transfer::setHeaders(bool trusted)
{
    headers_.reset();
    const auto add = [this](const std::string& line) {
        headers_.reset(curl_slist_append(headers_.release(), line.c_str()));
    };
    if (!request_.bodyFile.empty())
        add("Content-Type: application/octet-stream");
    else if (request_.method != HttpRequest::Method::Get)
        add("Content-Type: " + request_.contentType);
    add("Accept: application/json, */*");
    add("Expect:"); // no round trip before a body
    for (const auto& [key, value] : request_.headers)
        add(key + ": " + value);
    if (trusted) {
        for (const auto& [key, value] : options_.headers)
            add(key + ": " + value);
        if (const auto value = authorization(options_.credentials); !value.empty())
            add("Authorization: " + value);
    }
    curl_easy_setopt(easy_.get(), CURLOPT_HTTPHEADER, headers_.get());
    curl_easy_setopt(easy_.get(), CURLOPT_USERAGENT, options_.userAgent.c_str());
}

void Transfer::setTls(bool trusted)
{
    CURL* easy = easy_.get();
    if (!trusted)
        return;
    const auto& credentials = options_.credentials;
    if (!credentials.caFile.empty())
        curl_easy_setopt(easy, CURLOPT_CAINFO, credentials.caFile.c_str());
    if (!credentials.clientCertFile.empty()) {
        curl_easy_setopt(easy, CURLOPT_SSLCERT, credentials.clientCertFile.c_str());
        curl_easy_setopt(easy, CURLOPT_SSLKEY, credentials.clientCertFile.c_str());
    }
    if (credentials.insecureTls) {
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
    }
}

void Transfer::setTimes()
{
    CURL* easy = easy_.get();
    const auto total = request_.timeout.value_or(options_.totalTimeout);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                     static_cast<long>(options_.connectTimeout.count()));
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(total.count()));
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
    const auto stall = std::chrono::ceil<std::chrono::seconds>(options_.stallTimeout);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, static_cast<long>(stall.count()));
}

std::size_t Transfer::onHeader(char* data, std::size_t size, std::size_t count, void* self)
{
    auto& headers = static_cast<Transfer*>(self)->response_.headers;
    const std::string_view line(data, size * count);
    if (line.starts_with("HTTP/")) { // after "100 Continue" the real answer follows
        headers.clear();
        return line.size();
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos)
        return line.size();
    std::string key(line.substr(0, colon));
    std::ranges::transform(key, key.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    auto value = line.substr(colon + 1);
    const auto first = value.find_first_not_of(" \t");
    const auto last = value.find_last_not_of(" \t\r\n");
    value = first == std::string_view::npos ? "" : value.substr(first, last - first + 1);
    headers.push_back({std::move(key), std::string(value)});
    return line.size();
}

std::size_t Transfer::onData(char* data, std::size_t size, std::size_t count, void* self)
{
    const std::string_view piece(data, size * count);
    return static_cast<Transfer*>(self)->take(piece) ? piece.size() : 0;
}

bool Transfer::take(std::string_view piece)
{
    response_.status = status();
    if (request_.onBody && response_.ok()) {
        streamed_ = true;
        const auto taken = request_.onBody(response_, piece);
        if (!taken)
            stopped_ = taken.error();
        return taken.has_value();
    }
    // Only the beginning of what a person or log may need of a refused streamed request.
    const std::size_t limit = request_.onBody ? std::size_t(64) << 10 : options_.maxResponseBytes;
    if (response_.body.size() + piece.size() > limit) {
        stopped_ =
            Error{Error::Kind::Invalid,
                  Text::tr("%1 sent an answer of more than %2 MB, which is more than Binnacle "
                           "takes at once. Check that the address is that of an MLflow server.")
                      .arg(serverName(url_))
                      .arg(options_.maxResponseBytes >> 20),
                  answerTooLarge};
        return false;
    }
    response_.body.append(piece);
    return true;
}

int Transfer::status() const
{
    long code = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &code);
    return static_cast<int>(code);
}

bool Transfer::finish(CURLcode code)
{
    if (stopped_)
        return end(failure(*stopped_));
    if (code != CURLE_OK) {
        if (worthAnotherTry(code) && request_.repeatable && !streamed_ &&
            tries_ <= options_.retries)
            return tryAgain(usualPause());
        double connected = 0;
        double spent = 0;
        curl_easy_getinfo(easy_.get(), CURLINFO_PRETRANSFER_TIME, &connected);
        curl_easy_getinfo(easy_.get(), CURLINFO_TOTAL_TIME, &spent);
        const auto limit = connected > 0 ? std::chrono::milliseconds(std::lround(spent * 10) * 100)
                                         : options_.connectTimeout;
        return end(failure(transferError(code, errorText_.data(), url_, limit)));
    }
    response_.status = status();
    if (isRedirect(response_.status)) {
        if (const auto* location = response_.header("location"))
            return followRedirect(*location);
    }
    if (worthAnotherTry(response_.status) && request_.repeatable && tries_ <= options_.retries) {
        const auto pause = retryAfter(response_).value_or(usualPause());
        if (pause <= options_.longestPause)
            return tryAgain(pause);
    }
    return end(std::move(response_));
}

bool Transfer::end(Result<HttpResponse> result)
{
    result_ = std::move(result);
    return true;
}

bool Transfer::tryAgain(std::chrono::milliseconds pause)
{
    waitsUntil_ = Clock::now() + pause;
    return false;
}

std::chrono::milliseconds Transfer::usualPause() const
{
    // A little chance keeps many clients from coming back all at once.
    static thread_local std::minstd_rand random(std::random_device{}());
    const auto pause = options_.firstPause * (1 << std::min(tries_ - 1, 10));
    const auto extra = std::uniform_int_distribution<long>(0, pause.count() / 4)(random);
    return std::min(pause + std::chrono::milliseconds(extra), options_.longestPause);
}

// Never by libcurl itself: what may be sent to another server is decided anew for each step. From
// https to http nothing is followed; to another server only a GET is, without credentials.
bool Transfer::followRedirect(const std::string& location)
{
    const auto target = resolveLocation(url_, location);
    const auto from = originOf(url_);
    const auto to = target ? originOf(*target) : std::nullopt;
    const auto refused = [&](const QString& sentence) {
        return end(failure(Error::Kind::Invalid, sentence,
                           QStringLiteral("HTTP %1").arg(response_.status)));
    };
    if (!to)
        return refused(
            Text::tr("%1 redirects to something that is no web address.").arg(serverName(url_)));
    if (from->starts_with("https:") && !to->starts_with("https:"))
        return refused(Text::tr("%1 redirects to %2, which is not encrypted. This is not followed; "
                                "ask who runs the server.")
                           .arg(serverName(url_), serverName(*target)));
    const bool reads = request_.method == HttpRequest::Method::Get || response_.status == 303;
    if (from != to && !reads)
        return refused(Text::tr("%1 redirects to %2. If that is the server meant, give its address "
                                "as that of the source.")
                           .arg(serverName(url_), serverName(*target)));
    if (++redirects_ > options_.maxRedirects)
        return refused(
            Text::tr("%1 redirects in a circle. Check the address.").arg(serverName(url_)));
    if (response_.status == 303) {
        request_.method = HttpRequest::Method::Get;
        request_.body.clear();
    }
    url_ = *target;
    --tries_;
    return tryAgain(std::chrono::milliseconds(0));
}

} // namespace binnacle
