#include "services/serving/scoring.h"

#include "services/http/http_error.h"

#include <QElapsedTimer>
#include <QJsonDocument>

#include <algorithm>
#include <array>

namespace binnacle {

namespace {

QString text(const char* source)
{
    return QCoreApplication::translate("Scoring", source);
}

Error invalid(const char* what)
{
    return {Error::Kind::Invalid, text(what), {}};
}

std::vector<std::string> textsOf(const QJsonArray& array)
{
    std::vector<std::string> texts;
    for (const auto& each : array)
        texts.push_back(each.toVariant().toString().toStdString());
    return texts;
}

ScoringRows rowsOfRecords(const QJsonArray& records)
{
    ScoringRows rows;
    for (const auto& key : records.first().toObject().keys())
        rows.columns.push_back(key.toStdString());
    for (const auto& record : records) {
        QJsonArray row;
        for (const auto& column : rows.columns)
            row.append(record.toObject().value(QString::fromStdString(column)));
        rows.rows.append(row);
    }
    return rows;
}

// {"a": [1, 2], "b": [3, 4]}: by columns.
ScoringRows rowsOfColumns(const QJsonObject& columns)
{
    ScoringRows rows;
    qsizetype count = 0;
    for (auto it = columns.begin(); it != columns.end(); ++it) {
        rows.columns.push_back(it.key().toStdString());
        count = std::max(count, it.value().isArray() ? it.value().toArray().size() : 1);
    }
    for (qsizetype row = 0; row < count; ++row) {
        QJsonArray values;
        for (const auto& value : columns)
            values.append(value.isArray() ? value.toArray().at(row) : value);
        rows.rows.append(values);
    }
    return rows;
}

ScoringRows rowsOfList(const QJsonArray& list)
{
    if (!list.isEmpty() && list.first().isObject())
        return rowsOfRecords(list);
    ScoringRows rows;
    for (const auto& each : list)
        rows.rows.append(each.isArray() ? each : QJsonValue(QJsonArray{each}));
    return rows;
}

QJsonArray records(const ScoringRows& rows)
{
    QJsonArray list;
    for (const auto& each : rows.rows) {
        const auto values = each.toArray();
        QJsonObject record;
        for (std::size_t i = 0; i < rows.columns.size(); ++i)
            record[QString::fromStdString(rows.columns[i])] = values.at(static_cast<qsizetype>(i));
        list.append(record);
    }
    return list;
}

bool allNumbers(const ScoringRows& rows)
{
    return std::ranges::all_of(rows.rows, [](const QJsonValue& row) {
        return std::ranges::all_of(row.toArray(),
                                   [](const QJsonValue& value) { return value.isDouble(); });
    });
}

// The datatype of the protocol for a type of MLflow's signature, or for what the value is.
QString datatypeOf(const std::string& type, const QJsonValue& value)
{
    static const std::array<std::pair<std::string_view, const char*>, 6> names = {{
        {"double", "FP64"},
        {"float", "FP32"},
        {"integer", "INT32"},
        {"long", "INT64"},
        {"boolean", "BOOL"},
        {"string", "BYTES"},
    }};
    const auto* found = std::ranges::find_if(
        names, [&](const auto& each) { return std::string_view(type).starts_with(each.first); });
    if (found != names.end())
        return QLatin1String(found->second);
    if (value.isBool())
        return QStringLiteral("BOOL");
    return value.isString() ? QStringLiteral("BYTES") : QStringLiteral("FP64");
}

QJsonObject oneTensorOf(const ScoringRows& rows)
{
    QJsonArray data;
    for (const auto& row : rows.rows) {
        for (const auto& value : row.toArray())
            data.append(value);
    }
    const auto width = rows.rows.first().toArray().size();
    return {{QStringLiteral("name"), QStringLiteral("input-0")},
            {QStringLiteral("shape"), QJsonArray{rows.rows.size(), width}},
            {QStringLiteral("datatype"), QStringLiteral("FP64")},
            {QStringLiteral("data"), data}};
}

QJsonArray tensorForEachColumn(const ScoringRows& rows)
{
    QJsonArray inputs;
    for (std::size_t i = 0; i < rows.columns.size(); ++i) {
        QJsonArray data;
        for (const auto& row : rows.rows)
            data.append(row.toArray().at(static_cast<qsizetype>(i)));
        inputs.append(QJsonObject{
            {QStringLiteral("name"), QString::fromStdString(rows.columns[i])},
            {QStringLiteral("shape"), QJsonArray{rows.rows.size(), 1}},
            {QStringLiteral("datatype"),
             datatypeOf(i < rows.types.size() ? rows.types[i] : std::string(), data.first())},
            {QStringLiteral("data"), data}});
    }
    return inputs;
}

Result<QByteArray> openInferenceBody(const ScoringRows& rows, bool oneTensor)
{
    QJsonObject body;
    if (rows.columns.empty() || oneTensor) {
        if (!allNumbers(rows))
            return failure(
                invalid("Rows that are not all numbers do not fit into one tensor of numbers."));
        body[QLatin1String("inputs")] = QJsonArray{oneTensorOf(rows)};
    } else {
        body[QLatin1String("parameters")] =
            QJsonObject{{QStringLiteral("content_type"), QStringLiteral("pd")}};
        body[QLatin1String("inputs")] = tensorForEachColumn(rows);
    }
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

QJsonArray texts(const std::vector<std::string>& list)
{
    QJsonArray array;
    for (const auto& each : list)
        array.append(QString::fromStdString(each));
    return array;
}

void flatten(const QJsonArray& from, QJsonArray& into)
{
    for (const auto& each : from) {
        if (each.isArray())
            flatten(each.toArray(), into);
        else
            into.append(each);
    }
}

// The first output; a row of it for each row that was asked.
Result<QJsonArray> openInferencePredictions(const QJsonObject& answer)
{
    const auto outputs = answer.value(QLatin1String("outputs")).toArray();
    if (outputs.isEmpty())
        return failure(invalid("The answer has no outputs."));
    const auto output = outputs.first().toObject();
    const auto shape = output.value(QLatin1String("shape")).toArray();
    QJsonArray flat;
    flatten(output.value(QLatin1String("data")).toArray(), flat);
    const auto rows = shape.isEmpty() ? flat.size() : shape.first().toInteger();
    if (rows <= 0 || flat.size() % rows != 0)
        return failure(invalid("The shape of the answer does not fit its data."));
    const auto width = flat.size() / rows;
    if (width == 1)
        return flat;
    QJsonArray predictions;
    for (qsizetype row = 0; row < rows; ++row) {
        QJsonArray values;
        for (qsizetype i = 0; i < width; ++i)
            values.append(flat.at(row * width + i));
        predictions.append(values);
    }
    return predictions;
}

// What a server says of an error, in the words of any of the protocols.
QString complaintOf(const std::string& body)
{
    const auto json = QJsonDocument::fromJson(QByteArray::fromStdString(body)).object();
    for (const char* key : {"error", "message", "detail"}) {
        const auto value = json.value(QLatin1String(key));
        if (value.isString())
            return value.toString().left(300);
    }
    return QString::fromStdString(body).simplified().left(300);
}

} // namespace

const char* scoringFormName(ScoringForm form)
{
    switch (form) {
    case ScoringForm::OpenInference:
        return "v2";
    case ScoringForm::V1:
        return "v1";
    case ScoringForm::Raw:
        return "raw";
    case ScoringForm::Mlflow:
        break;
    }
    return "mlflow";
}

std::optional<ScoringForm> scoringFormFromName(std::string_view name)
{
    for (const auto form :
         {ScoringForm::Mlflow, ScoringForm::OpenInference, ScoringForm::V1, ScoringForm::Raw}) {
        if (name == scoringFormName(form))
            return form;
    }
    return std::nullopt;
}

Result<ScoringRows> rowsFromMlflow(const QByteArray& body)
{
    const auto json = QJsonDocument::fromJson(body).object();
    ScoringRows rows;
    if (const auto split = json.value(QLatin1String("dataframe_split")).toObject();
        !split.isEmpty()) {
        rows.columns = textsOf(split.value(QLatin1String("columns")).toArray());
        rows.rows = split.value(QLatin1String("data")).toArray();
    } else if (const auto list = json.value(QLatin1String("dataframe_records")).toArray();
               !list.isEmpty()) {
        rows = rowsOfRecords(list);
    } else if (const auto instances = json.value(QLatin1String("instances")).toArray();
               !instances.isEmpty()) {
        rows = rowsOfList(instances);
    } else {
        const auto inputs = json.value(QLatin1String("inputs"));
        rows = inputs.isObject() ? rowsOfColumns(inputs.toObject()) : rowsOfList(inputs.toArray());
    }
    if (rows.rows.isEmpty())
        return failure(invalid("There are no rows: the text has to be JSON with dataframe_split, "
                               "dataframe_records, instances or inputs."));
    const auto width = rows.rows.first().toArray().size();
    const bool even = std::ranges::all_of(
        rows.rows, [&](const QJsonValue& row) { return row.toArray().size() == width; });
    if (!even || (!rows.columns.empty() && static_cast<qsizetype>(rows.columns.size()) != width))
        return failure(invalid("The rows are not all of the same length."));
    return rows;
}

Result<QByteArray> scoringBody(const ScoringRows& rows, ScoringForm form, bool oneTensor)
{
    if (rows.rows.isEmpty())
        return failure(invalid("There are no rows to ask for."));
    if (form == ScoringForm::OpenInference)
        return openInferenceBody(rows, oneTensor);
    QJsonObject body;
    if (form == ScoringForm::Mlflow && !rows.columns.empty())
        body[QLatin1String("dataframe_split")] = QJsonObject{
            {QStringLiteral("columns"), texts(rows.columns)}, {QStringLiteral("data"), rows.rows}};
    else if (form == ScoringForm::Mlflow)
        body[QLatin1String("inputs")] = rows.rows;
    else
        body[QLatin1String("instances")] =
            rows.columns.empty() || oneTensor ? rows.rows : records(rows);
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

Result<QJsonArray> predictionsOf(const QByteArray& body, ScoringForm form)
{
    QJsonParseError fault;
    const auto document = QJsonDocument::fromJson(body, &fault);
    if (document.isNull())
        return failure(Error::Kind::Invalid,
                       text("The answer is not JSON: %1.").arg(fault.errorString()));
    if (form == ScoringForm::OpenInference)
        return openInferencePredictions(document.object());
    if (document.isArray())
        return document.array();
    for (const char* key : {"predictions", "outputs"}) {
        const auto value = document.object().value(QLatin1String(key));
        if (value.isArray())
            return value.toArray();
        if (!value.isUndefined())
            return QJsonArray{value};
    }
    if (form == ScoringForm::Raw)
        return QJsonArray{document.object()};
    return failure(invalid("The answer has no predictions."));
}

Result<ScoringAnswer> score(const ScoringPlace& place, const QByteArray& body, std::stop_token stop)
{
    auto options = place.http;
    options.retries = 0; // its latency is measured
    HttpClient client(options);
    auto request = HttpRequest::postJson(place.url, body.toStdString(), false);
    request.headers = place.headers;
    QElapsedTimer timer;
    timer.start();
    const auto response = client.send(std::move(request), std::move(stop));
    const double elapsed = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    if (!response)
        return failure(response.error());
    if (!response->ok())
        return failure(statusError(*response).kind, text("%1 answered with status %2: %3")
                                                        .arg(serverName(place.url))
                                                        .arg(response->status)
                                                        .arg(complaintOf(response->body)));
    auto predictions = predictionsOf(QByteArray::fromStdString(response->body), place.form);
    if (!predictions)
        return failure(predictions.error());
    return ScoringAnswer{response->status, std::move(*predictions), elapsed};
}

QString scoringCurl(const ScoringPlace& place, const QByteArray& body)
{
    QString line = QStringLiteral("curl -X POST '%1' -H 'Content-Type: application/json'")
                       .arg(QString::fromStdString(place.url));
    for (const auto& [key, value] : place.headers)
        line += QStringLiteral(" -H '%1: %2'")
                    .arg(QString::fromStdString(key), QString::fromStdString(value));
    constexpr qsizetype most = 400;
    auto shown = QString::fromUtf8(body);
    if (shown.size() > most)
        shown = shown.left(most) + QStringLiteral("…");
    return line + QStringLiteral(" -d '%1'").arg(shown);
}

} // namespace binnacle
