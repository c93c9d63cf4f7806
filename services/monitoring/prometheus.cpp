#include "services/monitoring/prometheus.h"

#include "services/http/http_error.h"
#include "services/http/url.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>

namespace binnacle {

namespace {

QString text(const char* source)
{
    return QCoreApplication::translate("Prometheus", source);
}

std::string seconds(std::int64_t milliseconds)
{
    return QString::number(static_cast<double>(milliseconds) / 1000, 'f', 3).toStdString();
}

// "1.5", "NaN", "+Inf", "-Inf": values come as texts.
std::optional<double> valueOf(const QJsonValue& value)
{
    const auto word = value.toString();
    if (word == u"NaN")
        return std::nan("");
    if (word == u"+Inf" || word == u"Inf")
        return std::numeric_limits<double>::infinity();
    if (word == u"-Inf")
        return -std::numeric_limits<double>::infinity();
    bool isNumber = false;
    const double number = word.toDouble(&isNumber);
    return isNumber ? std::optional(number) : std::nullopt;
}

std::int64_t timeOf(const QJsonValue& value)
{
    return std::llround(value.toDouble() * 1000);
}

PrometheusLabels labelsOf(const QJsonObject& metric)
{
    PrometheusLabels labels;
    for (auto it = metric.begin(); it != metric.end(); ++it)
        labels[it.key().toStdString()] = it.value().toString().toStdString();
    return labels;
}

Error notUnderstood()
{
    return {Error::Kind::Invalid,
            text("The answer of Prometheus is not understood. Check that the address is that of "
                 "its HTTP API."),
            {}};
}

// The part "data" of an answer.
Result<QJsonObject> ask(const HttpOptions& options, const std::string& path, std::string body,
                        std::stop_token stop)
{
    HttpClient client(options);
    auto base = options.server;
    while (base.ends_with('/'))
        base.pop_back();
    auto request = HttpRequest::postJson(base + path, std::move(body), true);
    request.contentType = "application/x-www-form-urlencoded";
    const auto response = client.send(std::move(request), std::move(stop));
    if (!response)
        return failure(response.error());
    const auto json = QJsonDocument::fromJson(QByteArray::fromStdString(response->body)).object();
    const auto status = json.value(QLatin1String("status")).toString();
    if (status == u"error")
        return failure(
            response->status == 503 ? Error::Kind::Network : Error::Kind::Invalid,
            text("Prometheus at %1 says: %2")
                .arg(serverName(base), json.value(QLatin1String("error")).toString().left(300)));
    if (!response->ok())
        return failure(statusError(*response));
    if (status != u"success")
        return failure(notUnderstood());
    return json.value(QLatin1String("data")).toObject();
}

Result<PrometheusSample> sampleOf(const QJsonObject& json)
{
    const auto pair = json.value(QLatin1String("value")).toArray();
    const auto value = valueOf(pair.at(1));
    if (pair.size() != 2 || !value)
        return failure(notUnderstood());
    return PrometheusSample{labelsOf(json.value(QLatin1String("metric")).toObject()),
                            timeOf(pair.at(0)), *value};
}

} // namespace

Prometheus::Prometheus(HttpOptions options) : options_(std::move(options)) {}

Result<std::vector<PrometheusSample>> Prometheus::query(const std::string& expression,
                                                        std::stop_token stop) const
{
    const auto data =
        ask(options_, "/api/v1/query", "query=" + percentEncoded(expression), std::move(stop));
    if (!data)
        return failure(data.error());
    const auto type = data->value(QLatin1String("resultType")).toString();
    const auto result = data->value(QLatin1String("result")).toArray();
    if (type == u"scalar") {
        const auto value = valueOf(result.at(1));
        if (!value)
            return failure(notUnderstood());
        return std::vector<PrometheusSample>{{{}, timeOf(result.at(0)), *value}};
    }
    if (type != u"vector")
        return failure(Error::Kind::Invalid,
                       text("This expression has no value at one time: it gives a %1.").arg(type));
    std::vector<PrometheusSample> samples;
    for (const auto& each : result) {
        auto sample = sampleOf(each.toObject());
        if (!sample)
            return failure(sample.error());
        samples.push_back(std::move(*sample));
    }
    return samples;
}

Result<std::vector<PrometheusSeries>> Prometheus::queryRange(const std::string& expression,
                                                             std::int64_t from, std::int64_t to,
                                                             std::int64_t stepMs,
                                                             std::stop_token stop) const
{
    const auto data = ask(options_, "/api/v1/query_range",
                          "query=" + percentEncoded(expression) + "&start=" + seconds(from) +
                              "&end=" + seconds(to) + "&step=" + seconds(stepMs),
                          std::move(stop));
    if (!data)
        return failure(data.error());
    std::vector<PrometheusSeries> all;
    for (const auto& each : data->value(QLatin1String("result")).toArray()) {
        PrometheusSeries series;
        series.labels = labelsOf(each.toObject().value(QLatin1String("metric")).toObject());
        for (const auto& point : each.toObject().value(QLatin1String("values")).toArray()) {
            const auto value = valueOf(point.toArray().at(1));
            if (!value)
                return failure(notUnderstood());
            series.points.emplace_back(timeOf(point.toArray().at(0)), *value);
        }
        all.push_back(std::move(series));
    }
    return all;
}

Result<double> Prometheus::value(const std::string& expression, std::stop_token stop) const
{
    const auto samples = query(expression, std::move(stop));
    if (!samples)
        return failure(samples.error());
    if (samples->empty())
        return failure(Error::Kind::NotFound,
                       text("Prometheus has no data for “%1”.")
                           .arg(QString::fromStdString(expression).left(200)));
    if (samples->size() > 1)
        return failure(Error::Kind::Invalid,
                       text("“%1” has %2 values: put it into sum() or another aggregation.")
                           .arg(QString::fromStdString(expression).left(200))
                           .arg(samples->size()));
    return samples->front().value;
}

std::string promqlQuoted(std::string_view text)
{
    std::string quoted;
    for (const char c : text) {
        if (c == '\\' || c == '"')
            quoted += '\\';
        if (c == '\n')
            quoted += "\\n";
        else
            quoted += c;
    }
    return quoted;
}

std::string filledExpression(std::string expression, const std::string& model,
                             const std::string& version, std::int64_t windowMs)
{
    const auto replace = [&](std::string_view what, const std::string& with) {
        for (auto at = expression.find(what); at != std::string::npos;
             at = expression.find(what, at + with.size()))
            expression.replace(at, what.size(), with);
    };
    replace("{{model}}", promqlQuoted(model));
    replace("{{version}}", promqlQuoted(version));
    replace("{{window}}", std::to_string(std::max<std::int64_t>(1, windowMs / 1000)) + "s");
    return expression;
}

} // namespace binnacle
