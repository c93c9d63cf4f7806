#include "services/artifacts/feature_importance.h"

#include "services/artifacts/artifact_table.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>

namespace binnacle {

namespace {

using Importances = std::map<std::string, double>;

constexpr std::size_t mostFeatures = 100'000;

Error notUnderstood(std::string_view path, const QString& why)
{
    return {Error::Kind::Invalid,
            QCoreApplication::translate("artifacts", "%1 holds no importances that are understood.")
                .arg(QString::fromUtf8(path.data(), static_cast<qsizetype>(path.size()))),
            why};
}

bool endsWith(std::string_view path, std::string_view end)
{
    return path.ends_with(end);
}

void addFinite(Importances& into, const std::string& name, double value)
{
    if (!name.empty() && std::isfinite(value) && into.size() < mostFeatures)
        into[name] += std::abs(value);
}

// The column of names and the one of numbers: by what they are called, else by what is in them.
Importances ofTable(const ArtifactTable& table)
{
    std::optional<std::size_t> names, values;
    for (const auto* title : {"feature", "features", "feature_name", "column", "name"})
        if (!names)
            names = table.columnOf(title);
    for (const auto* title : {"importance", "importances", "mean_importance", "importance_mean",
                              "mean_abs_shap", "value", "gain", "weight"})
        if (!values)
            values = table.columnOf(title);
    const auto isNumber = [&](std::size_t column) {
        return !table.rows.empty() && numberIn(table.rows.front()[column]).has_value();
    };
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (!names && !isNumber(i))
            names = i;
        if (!values && i != names && isNumber(i))
            values = i;
    }
    Importances found;
    if (names && values)
        for (const auto& row : table.rows)
            addFinite(found, row[*names], numberIn(row[*values]).value_or(NAN));
    return found;
}

ArtifactTable tableOfJson(const QJsonDocument& document)
{
    const auto text = [](const QJsonValue& value) {
        return value.isDouble() ? QString::number(value.toDouble(), 'g', 17).toStdString()
                                : value.toString().toStdString();
    };
    ArtifactTable table;
    const auto columns = document.object().value(QLatin1String("columns")).toArray();
    for (const auto& column : columns)
        table.columns.push_back(column.toString().toStdString());
    for (const auto& each : document.object().value(QLatin1String("data")).toArray()) {
        const auto cells = each.toArray();
        if (cells.size() != columns.size())
            continue;
        auto& row = table.rows.emplace_back();
        for (const auto& cell : cells)
            row.push_back(text(cell));
    }
    for (const auto& each : document.array()) {
        const auto object = each.toObject();
        if (table.columns.empty())
            for (const auto& key : object.keys())
                table.columns.push_back(key.toStdString());
        auto& row = table.rows.emplace_back();
        for (const auto& column : table.columns)
            row.push_back(text(object.value(QString::fromStdString(column))));
    }
    return table;
}

Importances ofJson(std::string_view bytes)
{
    const auto document =
        QJsonDocument::fromJson(QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size())));
    const auto object = document.object();
    if (document.isArray() || object.value(QLatin1String("data")).isArray())
        return ofTable(tableOfJson(document));
    Importances found;
    for (auto each = object.begin(); each != object.end(); ++each)
        if (each.value().isDouble())
            addFinite(found, each.key().toStdString(), each.value().toDouble());
    return found;
}

// A NumPy file of little-endian floats in C order (numpy/lib/format.py).
struct NumpyArray
{
    std::vector<std::size_t> shape;
    std::vector<double> values;
};

std::optional<NumpyArray> readNumpy(std::string_view bytes)
{
    if (bytes.size() < 12 || bytes.substr(0, 6) != std::string_view("\x93NUMPY", 6))
        return std::nullopt;
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const bool first = byte(6) == 1;
    const std::size_t headAt = first ? 10 : 12;
    std::size_t length = byte(8) + 256U * byte(9);
    if (!first)
        length += 65'536U * byte(10) + 16'777'216U * byte(11);
    if (length > 65'536 || headAt + length > bytes.size())
        return std::nullopt;
    const auto head = QString::fromLatin1(bytes.data() + headAt, static_cast<qsizetype>(length));
    static const QRegularExpression type(QStringLiteral("'descr':\\s*'<f([48])'")),
        order(QStringLiteral("'fortran_order':\\s*False")),
        shape(QStringLiteral("'shape':\\s*\\(([0-9, ]*)\\)"));
    const auto width = type.match(head).captured(1).toUInt();
    const auto sides = shape.match(head);
    if (width == 0 || !order.match(head).hasMatch() || !sides.hasMatch())
        return std::nullopt;
    NumpyArray array;
    const auto rest = bytes.substr(headAt + length);
    std::size_t count = 1;
    for (const auto& side : sides.captured(1).split(u',', Qt::SkipEmptyParts)) {
        const auto size = static_cast<std::size_t>(side.trimmed().toULongLong());
        array.shape.push_back(size);
        if (size == 0 || count > rest.size() / size)
            return std::nullopt;
        count *= size;
    }
    if (count * width > rest.size())
        return std::nullopt;
    array.values.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        if (width == 8) {
            std::memcpy(&array.values[i], rest.data() + i * 8, 8);
        } else {
            float value = 0;
            std::memcpy(&value, rest.data() + i * 4, 4);
            array.values[i] = static_cast<double>(value);
        }
    }
    return array;
}

// Mean |SHAP| by feature. (rows, features), (rows, features, classes) or (classes, rows, features):
// the axis of the features is the one that is as long as the names.
Importances ofShap(const NumpyArray& array, const std::vector<std::string>& features)
{
    const auto& shape = array.shape;
    std::size_t axis = shape.size();
    if (shape.size() == 2 && shape[1] == features.size())
        axis = 1;
    else if (shape.size() == 3 && shape[1] == features.size())
        axis = 1;
    else if (shape.size() == 3 && shape[2] == features.size())
        axis = 2;
    Importances found;
    if (axis == shape.size() || features.empty())
        return found;
    std::size_t inner = 1;
    for (std::size_t i = axis + 1; i < shape.size(); ++i)
        inner *= shape[i];
    for (std::size_t i = 0; i < array.values.size(); ++i)
        addFinite(found, features[(i / inner) % shape[axis]], array.values[i]);
    return found;
}

} // namespace

bool isImportanceFile(std::string_view path)
{
    const auto name =
        path.substr(path.rfind('/') == std::string_view::npos ? 0 : path.rfind('/') + 1);
    if (name == "shap_values.npy")
        return true;
    const bool says = name.find("importance") != std::string_view::npos;
    return says && (endsWith(name, ".json") || endsWith(name, ".csv"));
}

Result<Importances> readImportances(std::string_view path, std::string_view bytes,
                                    const std::vector<std::string>& features)
{
    Importances found;
    if (endsWith(path, ".npy")) {
        const auto array = readNumpy(bytes);
        if (!array)
            return failure(notUnderstood(path, QStringLiteral("not a float array of NumPy")));
        found = ofShap(*array, features);
        if (found.empty())
            return failure(notUnderstood(
                path, QStringLiteral("the model's signature does not name its columns")));
    } else if (endsWith(path, ".csv")) {
        const auto table = readDelimited(bytes, ',');
        if (!table)
            return failure(table.error());
        found = ofTable(*table);
    } else {
        found = ofJson(bytes);
    }
    double sum = 0;
    for (const auto& each : found)
        sum += each.second;
    if (!(sum > 0) || !std::isfinite(sum))
        return failure(notUnderstood(path, QStringLiteral("no number is above zero")));
    for (auto& each : found)
        each.second /= sum;
    return found;
}

} // namespace binnacle
