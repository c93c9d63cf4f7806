#pragma once

#include "models/registry_version_page.h"
#include "models/run_id_stream.h"

#include <QAbstractButton>
#include <QScrollArea>

namespace binnacle {

// One node of the picture: a title, what it is, and a frame; opened by a click or Return.
class LineageBox : public QAbstractButton
{
    Q_OBJECT
public:
    LineageBox(const RegistryLineageNode& node, QWidget* parent);
    const RegistryLineageNode& node() const { return node_; }
    bool opens() const;
    static constexpr QSize size{178, 54};

signals:
    void stepRequested(int by); // to the box before (-1) or behind (1)

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    RegistryLineageNode node_;
};

// From data to production: dataset → run → logged model → version → alias → deployment, each in a
// column of its own, drawn from the left to the right.
class LineageView : public QScrollArea
{
    Q_OBJECT
public:
    explicit LineageView(QWidget* parent = nullptr);
    void setLineage(const RegistryLineage& lineage);
    const std::vector<LineageBox*>& nodes() const { return nodes_; }
    QSize sizeHint() const override;

signals:
    void runRequested(binnacle::RunRowId run);
    void versionRequested(const QString& version);

private:
    class Canvas;
    Canvas* canvas_;
    RegistryLineage lineage_;
    std::vector<LineageBox*> nodes_;
};

} // namespace binnacle
