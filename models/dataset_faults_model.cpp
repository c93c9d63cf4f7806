#include "models/dataset_faults_model.h"

#include "models/number_text.h"

#include <QStringList>

namespace binnacle {

void DatasetFaultsModel::setReport(const DatasetReport& report, bool severalFiles)
{
    beginResetModel();
    report_ = report;
    severalFiles_ = severalFiles;
    endResetModel();
}

QString DatasetFaultsModel::summary() const
{
    QStringList parts;
    if (report_.rejectedRows == 1)
        parts << tr("1 line could not be read and is left out.");
    else if (report_.rejectedRows > 1)
        parts << (report_.moreRejected
                      ? tr("More than %1 lines could not be read and are left out.")
                      : tr("%1 lines could not be read and are left out."))
                     .arg(countText(report_.rejectedRows));
    QStringList names;
    for (const auto& name : report_.asText)
        names << QStringLiteral("“%1”").arg(QString::fromStdString(name));
    if (names.size() == 1)
        parts << tr("The column %1 holds values of more than one type: it is read as text.")
                     .arg(names.front());
    else if (names.size() > 1)
        parts << tr("The columns %1 hold values of more than one type: they are read as text.")
                     .arg(names.join(QStringLiteral(", ")));
    for (const auto& note : report_.notes)
        parts << note;
    return parts.join(QLatin1Char(' '));
}

int DatasetFaultsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(report_.problems.size());
}

int DatasetFaultsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant DatasetFaultsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const auto& problem = report_.problems[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignVCenter |
                                (index.column() == Line ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case Line:
        return problem.line > 0 ? countText(problem.line) : missingText();
    case Place: {
        auto place = !problem.columnName.empty() ? QString::fromStdString(problem.columnName)
                     : problem.column > 0        ? tr("Column %1").arg(problem.column)
                                                 : tr("Whole line");
        if (severalFiles_)
            place += QStringLiteral(" · ") +
                     QString::fromStdString(problem.file).section(QLatin1Char('/'), -1);
        return place;
    }
    case What:
        return problem.message;
    default:
        return QString::fromStdString(problem.text);
    }
}

QVariant DatasetFaultsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && section == Line)
        return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    static const char* const titles[] = {QT_TR_NOOP("Line"), QT_TR_NOOP("Column"),
                                         QT_TR_NOOP("What is wrong"), QT_TR_NOOP("The line")};
    return section >= 0 && section < ColumnCount ? QVariant(tr(titles[section])) : QVariant();
}

} // namespace binnacle
