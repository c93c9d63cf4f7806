#pragma once

#include <QCoreApplication>

#include <string>

namespace binnacle {

// The context of the sentences of services/query for translators.
struct QueryText
{
    Q_DECLARE_TR_FUNCTIONS(QueryText)
};

inline std::string say(const QString& sentence)
{
    return sentence.toStdString();
}

} // namespace binnacle
