#include "models/registry_signature_model.h"

#include "models/number_text.h"

namespace binnacle {

void RegistrySignatureModel::add(const QString& part, const QStringList& lines)
{
    // "alcohol: double (optional)"; a tensor without a name is only its type.
    for (const QString& line : lines) {
        const auto cut = line.indexOf(QStringLiteral(": "));
        rows_.push_back(cut < 0 ? Row{part, missingText(), line}
                                : Row{part, line.left(cut), line.mid(cut + 2)});
    }
}

void RegistrySignatureModel::setFacts(const std::optional<ModelFacts>& facts)
{
    beginResetModel();
    rows_.clear();
    if (facts) {
        add(tr("Input"), facts->inputs);
        add(tr("Output"), facts->outputs);
        add(tr("Param"), facts->params);
    }
    endResetModel();
}

int RegistrySignatureModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int RegistrySignatureModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RegistrySignatureModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    const Row& row = rows_[static_cast<std::size_t>(index.row())];
    return index.column() == Part ? row.part : index.column() == Name ? row.name : row.type;
}

QVariant RegistrySignatureModel::headerData(int section, Qt::Orientation orientation,
                                            int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    static const char* const titles[] = {QT_TR_NOOP("Part"), QT_TR_NOOP("Name"),
                                         QT_TR_NOOP("Type")};
    return section >= 0 && section < ColumnCount ? QVariant(tr(titles[section])) : QVariant();
}

} // namespace binnacle
