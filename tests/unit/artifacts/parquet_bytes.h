#pragma once

#include "services/data/duckdb_engine.h"
#include "services/data/sql_text.h"

#include <QFile>
#include <QTemporaryDir>

namespace binnacle::test {

// What the query answers, as a Parquet file.
inline QByteArray parquetOf(const std::string& query)
{
    const QTemporaryDir folder;
    const auto name = folder.filePath(QStringLiteral("t.parquet"));
    const auto engine = DuckDbEngine::open();
    if (!engine)
        qFatal("%s", qPrintable(engine.error().message));
    const auto written = (*engine)->execute("COPY (" + query + ") TO " +
                                            sqlText(name.toStdString()) + " (FORMAT parquet)");
    if (!written)
        qFatal("%s", qPrintable(written.error().message));
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s", qPrintable(name));
    return file.readAll();
}

} // namespace binnacle::test
